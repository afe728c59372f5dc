using System.Collections.Immutable;
using System.Text;
using Pipeline.Model;
using Pipeline.Parquet;
using Pipeline.Storage.Delta;

namespace Pipeline.App.Http;

/// <summary>Which rows of <c>metric_snapshot</c> are wanted.</summary>
/// <param name="Metric">The id.</param>
/// <param name="From">The first day.</param>
/// <param name="To">The last day, included.</param>
/// <param name="Dimension">Only this dimension; all when it is <see langword="null"/>.</param>
/// <param name="Member">Only this member; all when it is <see langword="null"/>.</param>
internal sealed record MetricQuery(string Metric, DateOnly From, DateOnly To, string? Dimension, string? Member);

/// <summary>Reads rows of one metric part by part, so that a long range does not bring the whole table into memory.</summary>
internal static class MetricRows
{
    /// <summary>The rows by day, dimension and member, and the columns they have; nothing when there is no table.</summary>
    public static async Task<(TableSchema? Schema, ImmutableArray<ColumnBatch> Rows)> ReadAsync(Lake lake, MetricQuery query, CancellationToken cancellationToken)
    {
        var table = new DeltaTable(lake.Store, Snapshot.Path, lake.Delta);
        if (await table.ReadAsync(cancellationToken).ConfigureAwait(false) is not { } snapshot) { return (null, []); }
        ImmutableArray<string> columns = [.. snapshot.Schema.Columns.Select(column => column.Name)];
        var batches = new List<ColumnBatch>();
        foreach (var group in await table.ListRowGroupsAsync(snapshot, file => file.Statistics.Of("snapshot_date").MayHoldDates(query.From, query.To), cancellationToken).ConfigureAwait(false))
        {
            var chosen = Choose(await table.ReadRowGroupAsync(group, columns, cancellationToken).ConfigureAwait(false), query);
            if (chosen.RowCount > 0) { batches.Add(chosen); }
        }

        // Parts are sorted in themselves and do not overlap: a part is a month.
        return (snapshot.Schema, [.. batches.OrderBy(batch => batch["snapshot_date"].Int32s[0])]);
    }

    private static ColumnBatch Choose(ColumnBatch batch, MetricQuery query)
    {
        var (from, to, days) = (Epoch.Day(query.From), Epoch.Day(query.To), batch["snapshot_date"].Int32s);
        var isMetric = Is(batch["metric"], query.Metric);
        var isDimension = Is(batch["dimension"], query.Dimension);
        var isMember = Is(batch["member"], query.Member);
        return RowSelection.Take(batch, [.. Enumerable.Range(0, batch.RowCount).Where(row => days[row] >= from && days[row] <= to && isMetric(row) && isDimension(row) && isMember(row))]);
    }

    /// <summary>Compares a coded column by its entries, not by its rows.</summary>
    private static Func<int, bool> Is(Column column, string? wanted)
    {
        if (wanted is null) { return _ => true; }
        var (texts, bytes) = (column.Texts!, Encoding.UTF8.GetBytes(wanted));
        if (texts.Codes is not { } codes) { return row => texts.Row(row).SequenceEqual(bytes); }
        bool[] holds = [.. Enumerable.Range(0, texts.EntryCount).Select(entry => texts.Entry(entry).SequenceEqual(bytes))];
        return row => holds[codes[row]];
    }
}
