using System.Collections.Immutable;
using Pipeline.Model;
using Pipeline.Parquet;
using Pipeline.Storage.Delta;

namespace Pipeline.Facts;

/// <summary>Copies the parts that hold losing rows or new tombstones; the others are left alone.</summary>
internal sealed class PartRewrite(TableIntake intake, PartSet parts, RowSet losers, Graves graves)
{
    /// <returns>The parts to add (new ones that were left alone included) and the live ones to remove.</returns>
    public async Task<(ImmutableArray<DataFile> Added, ImmutableArray<string> Removed)> RunAsync(CancellationToken cancellationToken)
    {
        var added = ImmutableArray.CreateBuilder<DataFile>();
        var removed = ImmutableArray.CreateBuilder<string>();
        for (var part = 0; part < parts.Parts.Length; part++)
        {
            var (file, isNew) = parts.Parts[part];
            if (!losers.HasRowsOf(part) && graves.Of(part) is null)
            {
                if (isNew) { added.Add(file); }
                continue;
            }

            if (!isNew) { removed.Add(file.Path); }
            if (await CopyAsync(part, cancellationToken).ConfigureAwait(false) is { } copy) { added.Add(copy); }
        }

        return (added.ToImmutable(), removed.ToImmutable());
    }

    private async Task<DataFile?> CopyAsync(int part, CancellationToken cancellationToken)
    {
        PartStream? stream = null;
        ImmutableArray<string> columns = [.. intake.Table.Schema.Columns.Select(column => column.Name)];
        await foreach (var (rows, first) in parts.ReadAsync(part, columns, cancellationToken).ConfigureAwait(false))
        {
            var survivors = Survivors(rows, first, part);
            if (survivors.RowCount == 0) { continue; }
            stream ??= new PartStream(intake.Delta, intake.Table.Schema, cancellationToken);
            await stream.AppendAsync(ParquetEncoder.Encode(survivors, FactStation.Encoding), survivors.RowCount, cancellationToken).ConfigureAwait(false);
        }

        return stream is null ? null : await stream.CompleteAsync().ConfigureAwait(false);
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
