using System.Collections.Immutable;
using Pipeline.Model;
using Pipeline.Parquet;
using Pipeline.Storage.Delta;

namespace Pipeline.Publish;

/// <summary>Puts newly computed days between published days that stay: a chunk is sorted by day, so it becomes what was before, the new, what was after.</summary>
internal sealed class KeptDays(DeltaTable delta, PublishedTable table, DayRange days)
{
    private readonly int _start = Epoch.Day(days.Start);
    private readonly int _end = Epoch.Day(days.End);

    /// <summary>The row groups of the chunk as it is to be; none when it has no day in the range.</summary>
    /// <param name="chunk">The chunk as computed.</param>
    /// <param name="old">The chunk as published, if it was.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    public async Task<ImmutableArray<ColumnBatch>> AroundAsync(PublishedChunk chunk, DataFile? old, CancellationToken cancellationToken)
    {
        // A small table without days is recomputed as a whole.
        if (table.DayColumn.Length == 0) { return [chunk.Rows]; }

        var fresh = Between(chunk.Rows, _start, _end);
        if (fresh.RowCount == 0) { return []; }
        if (fresh.RowCount == chunk.Rows.RowCount && old is null) { return [chunk.Rows]; }

        var before = ImmutableArray.CreateBuilder<ColumnBatch>();
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
                after.Add(Between(rows, _end, int.MaxValue));
            }
        }

        return [.. before.Append(fresh).Concat(after).Where(rows => rows.RowCount > 0)];
    }

    private ColumnBatch Between(ColumnBatch rows, int start, int end)
    {
        var day = rows[table.DayColumn].Int32s;
        var kept = Enumerable.Range(0, rows.RowCount).Where(i => day[i] >= start && day[i] < end).ToArray();
        return kept.Length == rows.RowCount ? rows : RowSelection.Take(rows, kept);
    }
}
