using System.Collections.Immutable;
using Pipeline.Model;
using Pipeline.Parquet;

namespace Pipeline.Publish;

/// <summary>What of a table is replaced; everything else stays as it was published.</summary>
/// <param name="Days">Only these days.</param>
/// <param name="Metrics">Only rows of these metrics, by id; of all when it is <see langword="null"/>.</param>
public sealed record PublishScope(DayRange Days, ImmutableHashSet<string>? Metrics = null)
{
    private const string MetricColumn = "metric";

    /// <summary>Whether a table can hold rows in the scope: a choice of metrics touches only tables whose rows name their metric.</summary>
    public bool Touches(TableSchema schema) => Metrics is null || schema.IndexOf(MetricColumn) >= 0;

    /// <summary>The rows of the days as they are to be: of the chosen metrics the fresh ones, of others those that were published.</summary>
    /// <param name="fresh">The days as computed, sorted by day and metric.</param>
    /// <param name="published">The days as published, sorted alike.</param>
    /// <param name="dayColumn">The column of days.</param>
    internal ColumnBatch Choose(ColumnBatch fresh, ColumnBatch published, string dayColumn)
    {
        if (Metrics is null) { return fresh; }
        var both = BatchJoin.Of(fresh.Schema, [fresh, published]);
        var isChosen = IsChosen(both[MetricColumn].Texts!);
        var rows = Enumerable.Range(0, both.RowCount).Where(row => isChosen[both[MetricColumn].Texts!.Codes![row]] == row < fresh.RowCount);
        // The sort is stable, and rows of one day and metric all come from one side: they keep their order.
        int[] order = [.. rows.OrderBy(row => both[dayColumn].Int32s[row]).ThenBy(row => both[MetricColumn].Texts!.RowText(row), StringComparer.Ordinal)];
        return RowSelection.Take(both, order);
    }

    private bool[] IsChosen(TextValues metrics) =>
        [.. Enumerable.Range(0, metrics.EntryCount).Select(entry => Metrics!.Contains(System.Text.Encoding.UTF8.GetString(metrics.Entry(entry))))];
}
