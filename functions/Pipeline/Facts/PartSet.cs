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
    private readonly Dictionary<int, ulong[]> _bits = [];

    public long Count { get; private set; }

    public void Add(int part, int row)
    {
        ref var bits = ref CollectionsMarshal.GetValueRefOrAddDefault(_bits, part, out _);
        if (bits is null || bits.Length <= row >> 6) { Array.Resize(ref bits, Math.Max(16, (row >> 5) + 1)); }
        var bit = 1UL << (row & 63);
        if ((bits[row >> 6] & bit) == 0) { Count++; }
        bits[row >> 6] |= bit;
    }

    public bool HasRowsOf(int part) => _bits.ContainsKey(part);

    public bool Contains(int part, int row) =>
        _bits.TryGetValue(part, out var bits) && row >> 6 < bits.Length && ((bits[row >> 6] >> (row & 63)) & 1) != 0;
}
