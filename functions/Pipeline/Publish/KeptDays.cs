using System.Collections.Immutable;
using Pipeline.Model;
using Pipeline.Parquet;
using Pipeline.Storage.Delta;

namespace Pipeline.Publish;

/// <summary>Puts newly computed days between published days that stay: a chunk is sorted by day, so it becomes what was before, the new, what was after.</summary>
internal sealed class KeptDays(DeltaTable delta, PublishedTable table, PublishScope scope)
{
    private readonly int _start = Epoch.Day(scope.Days.Start);
    private readonly int _end = Epoch.Day(scope.Days.End);

    /// <summary>The row groups of the chunk as it is to be; none when nothing in the scope differs from what is published.</summary>
    /// <param name="computed">The rows of the chunk as computed.</param>
    /// <param name="old">The chunk as published, if it was.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    public async Task<ImmutableArray<ColumnBatch>> AroundAsync(ColumnBatch computed, DataFile? old, CancellationToken cancellationToken)
    {
        // A small table without days is recomputed as a whole.
        if (table.DayColumn.Length == 0) { return [computed]; }

        var fresh = Between(computed, _start, _end);
        if (fresh.RowCount == 0) { return []; }
        if (fresh.RowCount == computed.RowCount && old is null && scope.Metrics is null) { return [computed]; }

        var before = ImmutableArray.CreateBuilder<ColumnBatch>();
        var between = ImmutableArray.CreateBuilder<ColumnBatch>();
        var after = ImmutableArray.CreateBuilder<ColumnBatch>();
        if (old is not null)
        {
            var stream = await delta.OpenPartAsync(old, cancellationToken).ConfigureAwait(false);
            await using var closing = stream.ConfigureAwait(false);
            var file = ParquetFile.Open(stream);
            ImmutableArray<string> columns = [.. table.Schema.Columns.Select(column => column.Name)];
            for (var group = 0; group < file.RowGroups.Length; group++)
            {
                var rows = file.ReadRowGroup(group, columns.AsSpan());
                before.Add(Between(rows, int.MinValue, _start));
                between.Add(Between(rows, _start, _end));
                after.Add(Between(rows, _end, int.MaxValue));
            }
        }

        var published = BatchJoin.Of(table.Schema, between);
        var chosen = scope.Choose(fresh, published, table.DayColumn);
        var isSame = chosen.RowCount == published.RowCount && string.Equals(ContentHash.Of(BatchJoin.Of(table.Schema, [chosen])), ContentHash.Of(published), StringComparison.Ordinal);
        return isSame ? [] : [.. before.Append(chosen).Concat(after).Where(rows => rows.RowCount > 0)];
    }

    private ColumnBatch Between(ColumnBatch rows, int start, int end)
    {
        var day = rows[table.DayColumn].Int32s;
        var kept = Enumerable.Range(0, rows.RowCount).Where(i => day[i] >= start && day[i] < end).ToArray();
        return kept.Length == rows.RowCount ? rows : RowSelection.Take(rows, kept);
    }
}
