using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Pipeline.Model;
using Pipeline.Parquet;
using Pipeline.Storage.Delta;

namespace Pipeline.Facts;

/// <summary>Copies the parts that hold losing rows or new tombstones, and joins small ones; the others are left alone.</summary>
internal sealed class PartRewrite(TableIntake intake, PartSet parts, RowSet losers, Graves graves)
{
    private const int RowsPerGroup = 65_536;

    /// <returns>The parts to add (new ones that were left alone included) and the live ones to remove.</returns>
    public async Task<(ImmutableArray<DataFile> Added, ImmutableArray<string> Removed)> RunAsync(CancellationToken cancellationToken)
    {
        var added = ImmutableArray.CreateBuilder<DataFile>();
        var removed = ImmutableArray.CreateBuilder<string>();
        var joined = Compaction.Choose(parts.Parts);
        if (!joined.IsEmpty && await CopyAsync(joined, cancellationToken).ConfigureAwait(false) is { } join) { added.Add(join); }
        for (var part = 0; part < parts.Parts.Length; part++)
        {
            var (file, isNew) = parts.Parts[part];
            var isJoined = joined.Contains(part);
            if (!isJoined && losers.CountOf(part) == 0 && graves.Of(part) is null)
            {
                if (isNew) { added.Add(file); }
                continue;
            }

            if (!isNew) { removed.Add(file.Path); }
            // Of a part that is wholly replaced, as by the same export a day later, nothing is read.
            if (!isJoined && losers.CountOf(part) < file.RowCount && await CopyAsync([part], cancellationToken).ConfigureAwait(false) is { } copy) { added.Add(copy); }
        }

        return (added.ToImmutable(), removed.ToImmutable());
    }

    /// <summary>Copies what stays of some parts into one; <see langword="null"/> when nothing does.</summary>
    private async Task<DataFile?> CopyAsync(ImmutableArray<int> sources, CancellationToken cancellationToken)
    {
        PartStream? stream = null;
        await foreach (var rows in GroupsAsync(sources, cancellationToken).ConfigureAwait(false))
        {
            stream ??= new PartStream(intake.Delta, intake.Table.Schema, cancellationToken);
            await stream.AppendAsync(ParquetEncoder.Encode(rows, FactStation.Encoding), rows.RowCount, cancellationToken).ConfigureAwait(false);
        }

        return stream is null ? null : await stream.CompleteAsync().ConfigureAwait(false);
    }

    /// <summary>What stays of some parts, small row groups put together.</summary>
    private async IAsyncEnumerable<ColumnBatch> GroupsAsync(ImmutableArray<int> sources, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ImmutableArray<string> columns = [.. intake.Table.Schema.Columns.Select(column => column.Name)];
        var waiting = new List<ColumnBatch>();
        foreach (var part in sources)
        {
            await foreach (var (rows, first) in parts.ReadAsync(part, columns, cancellationToken).ConfigureAwait(false))
            {
                var survivors = Survivors(rows, first, part);
                if (survivors.RowCount == 0) { continue; }
                if (waiting.Count > 0 && waiting.Sum(batch => batch.RowCount) + survivors.RowCount > RowsPerGroup) { yield return Join(waiting); }
                waiting.Add(survivors);
            }
        }

        if (waiting.Count > 0) { yield return Join(waiting); }
    }

    private ColumnBatch Join(List<ColumnBatch> batches)
    {
        var rows = batches.Count == 1 ? batches[0] : BatchJoin.Of(intake.Table.Schema, batches);
        batches.Clear();
        return rows;
    }

    private ColumnBatch Survivors(ColumnBatch rows, int first, int part)
    {
        var kept = new List<int>(rows.RowCount);
        for (var i = 0; i < rows.RowCount; i++)
        {
            if (!losers.Contains(part, first + i)) { kept.Add(i); }
        }

        var buried = graves.Of(part) is { } deletedAt ? Bury(rows, first, deletedAt) : rows;
        return kept.Count == rows.RowCount ? buried : RowSelection.Take(buried, [.. kept]);
    }

    private static ColumnBatch Bury(ColumnBatch rows, int first, IReadOnlyDictionary<int, long> deletedAt)
    {
        var flags = rows[Envelope.IsDeleted].Booleans.AsSpan(0, rows.RowCount).ToArray();
        var instants = rows[Envelope.DeletedAt].Int64s.AsSpan(0, rows.RowCount).ToArray();
        var validity = ValidityOf(rows[Envelope.DeletedAt], rows.RowCount);
        for (var i = 0; i < rows.RowCount; i++)
        {
            if (!deletedAt.TryGetValue(first + i, out var instant)) { continue; }
            flags[i] = 1;
            instants[i] = instant;
            validity[i >> 6] |= 1UL << (i & 63);
        }

        var columns = rows.Columns.ToBuilder();
        columns[rows.Schema.IndexOf(Envelope.IsDeleted)] = Column.OfBooleans(flags, rows.RowCount);
        columns[rows.Schema.IndexOf(Envelope.DeletedAt)] = Column.OfTimestamps(instants, rows.RowCount, validity);
        return new(rows.Schema, columns.MoveToImmutable(), rows.RowCount);
    }

    private static ulong[] ValidityOf(Column column, int count)
    {
        var words = new ulong[(count + 63) / 64];
        if (column.Validity is null) { Array.Fill(words, ulong.MaxValue); }
        else { column.Validity.AsSpan(0, words.Length).CopyTo(words); }
        return words;
    }
}
