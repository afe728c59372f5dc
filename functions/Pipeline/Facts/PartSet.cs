using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pipeline.Parquet;
using Pipeline.Storage.Delta;

namespace Pipeline.Facts;

/// <summary>A part of a table, live or about to be.</summary>
internal sealed record Part(DataFile File, bool IsNew);

/// <summary>The parts of a table as it would be if every new row stayed.</summary>
internal sealed class PartSet(DeltaTable table, ImmutableArray<Part> parts)
{
    public ImmutableArray<Part> Parts { get; } = parts;

    /// <summary>Reads some columns of a part, row group by row group in order, each with the position of its first row in the part.</summary>
    public IAsyncEnumerable<(ColumnBatch Rows, int First)> ReadAsync(int part, ImmutableArray<string> columns, CancellationToken cancellationToken) =>
        GroupsAsync(part, columns, isScan: false, cancellationToken);

    /// <summary>As <see cref="ReadAsync"/>, in arrays that are used again: a batch is good until the next one is asked for.</summary>
    public IAsyncEnumerable<(ColumnBatch Rows, int First)> ScanAsync(int part, ImmutableArray<string> columns, CancellationToken cancellationToken) =>
        GroupsAsync(part, columns, isScan: true, cancellationToken);

    private async IAsyncEnumerable<(ColumnBatch Rows, int First)> GroupsAsync(
        int part, ImmutableArray<string> columns, bool isScan, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stream = await table.OpenPartAsync(Parts[part].File, cancellationToken).ConfigureAwait(false);
        await using var closing = stream.ConfigureAwait(false);
        var file = ParquetFile.Open(stream);
        var first = 0;
        for (var group = 0; group < file.RowGroups.Length; group++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var arrays = isScan ? new ColumnArrays() : null;
            var rows = file.ReadRowGroup(group, arrays, columns.AsSpan());
            yield return (rows, first);
            first += rows.RowCount;
        }
    }
}

/// <summary>A set of rows of some parts, a bit for each row.</summary>
internal sealed class RowSet
{
    private readonly Dictionary<int, (ulong[] Bits, long Count)> _rows = [];

    public long Count => _rows.Values.Sum(rows => rows.Count);

    public void Add(int part, int row)
    {
        ref var rows = ref CollectionsMarshal.GetValueRefOrAddDefault(_rows, part, out _);
        if (rows.Bits is null || rows.Bits.Length <= row >> 6) { Array.Resize(ref rows.Bits, Math.Max(16, (row >> 5) + 1)); }
        var bit = 1UL << (row & 63);
        if ((rows.Bits[row >> 6] & bit) == 0) { rows.Count++; }
        rows.Bits[row >> 6] |= bit;
    }

    /// <summary>How many rows of a part there are.</summary>
    public long CountOf(int part) => _rows.TryGetValue(part, out var rows) ? rows.Count : 0;

    public bool Contains(int part, int row) =>
        _rows.TryGetValue(part, out var rows) && row >> 6 < rows.Bits.Length && ((rows.Bits[row >> 6] >> (row & 63)) & 1) != 0;
}
