using System.Collections.Immutable;
using System.Text;
using Pipeline.Model;
using Pipeline.Parquet;

namespace Pipeline.Publish;

/// <summary>Picks rows out of <c>metric_snapshot</c>.</summary>
public static class SnapshotSelection
{
    private const string Day = "snapshot_date";

    /// <summary>The newest day in the batches; <see langword="null"/> when they have no rows.</summary>
    public static DateOnly? NewestDay(IEnumerable<ColumnBatch> batches)
    {
        int? newest = null;
        foreach (var batch in batches)
        {
            foreach (var day in batch[Day].Int32s.AsSpan(0, batch.RowCount)) { newest = newest is null || day > newest ? day : newest; }
        }

        return newest is { } days ? CellValues.Day(days) : null;
    }

    /// <summary>All rows of the days from <paramref name="first"/> to <paramref name="last"/>, both included.</summary>
    public static ImmutableArray<ColumnBatch> OfDays(IEnumerable<ColumnBatch> batches, DateOnly first, DateOnly last)
    {
        var (from, to) = (CellValues.Days(first), CellValues.Days(last));
        return Select(batches, batch =>
        {
            var days = batch[Day].Int32s;
            return row => days[row] >= from && days[row] <= to;
        });
    }

    /// <summary>The rows of the headline metrics for the whole company.</summary>
    public static ImmutableArray<ColumnBatch> OfHeadlines(IEnumerable<ColumnBatch> batches) => Select(batches, batch =>
    {
        var metrics = HeadlineDefinition.All.Select(headline => Encoding.UTF8.GetBytes(headline.Metric)).ToArray();
        var (metric, dimension) = (batch["metric"].Texts!, batch["dimension"].Texts!);
        return row => dimension.Row(row).SequenceEqual("all"u8) && IsAnyOf(metrics, metric.Row(row));
    });

    /// <summary>The headlines of one day, in the order of <see cref="HeadlineDefinition.All"/>; those that the batches lack are left out.</summary>
    public static ImmutableArray<Headline> Headlines(IEnumerable<ColumnBatch> batches, DateOnly day)
    {
        var found = new Dictionary<string, Headline>(StringComparer.Ordinal);
        foreach (var batch in OfHeadlines(OfDays(batches, day, day)))
        {
            for (var row = 0; row < batch.RowCount; row++) { Add(found, batch, row); }
        }

        return [.. HeadlineDefinition.All.Where(definition => found.ContainsKey(definition.Metric)).Select(definition => found[definition.Metric])];
    }

    private static void Add(Dictionary<string, Headline> found, ColumnBatch batch, int row)
    {
        var metric = batch["metric"].Texts!.RowText(row);
        var definition = HeadlineDefinition.All.First(headline => string.Equals(headline.Metric, metric, StringComparison.Ordinal));
        var value = batch["value"];
        found[metric] = new Headline(
            definition, value.HasValue(row) ? value.Doubles[row] : null, Text(batch["currency"], row), Text(batch["null_reason"], row), batch["is_complete"].Booleans[row] != 0);
    }

    private static string Text(Column column, int row) => column.HasValue(row) ? column.Texts!.RowText(row) : "";

    private static bool IsAnyOf(byte[][] metrics, ReadOnlySpan<byte> metric)
    {
        foreach (var known in metrics)
        {
            if (metric.SequenceEqual(known)) { return true; }
        }

        return false;
    }

    private static ImmutableArray<ColumnBatch> Select(IEnumerable<ColumnBatch> batches, Func<ColumnBatch, Func<int, bool>> choose)
    {
        var selected = ImmutableArray.CreateBuilder<ColumnBatch>();
        foreach (var batch in batches)
        {
            int[] rows = [.. Enumerable.Range(0, batch.RowCount).Where(choose(batch))];
            if (rows.Length > 0) { selected.Add(RowSelection.Take(batch, rows)); }
        }

        return selected.ToImmutable();
    }
}
