using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Pipeline.Parquet;

namespace Pipeline.Parse.Reading;

/// <summary>Keyed hashes of texts, which are trimmed and in lower case: 96 bits as 16 characters of Base64Url.</summary>
/// <remarks>Hashes do not compress. Among a billion addresses two would share 96 bits once in 10¹¹ lakes, and 32 hexadecimal digits took half as much again of the lead table.</remarks>
internal sealed class KeyedHashReader(CellPlan plan) : IColumnReader
{
    private const int HashBytes = 16;
    private const int KeptBytes = 12;

    public Column Read(BlockReading block, ReadOnlySpan<int> rows)
    {
        var hashes = block.Arena.Rent<byte>(Math.Max(1, rows.Length * HashBytes));
        var hasValue = block.Arena.Rent<byte>(Math.Max(1, rows.Length));
        var hasher = new KeyedHasher(block.Plan.Settings.HashKey.Span);
        var lanes = new Lanes(hasher, hashes);
        for (var i = 0; i < rows.Length; i++)
        {
            var cell = block.Cells.Read(rows[i], plan.Sources);
            hasValue[i] = cell.IsEmpty ? (byte)0 : (byte)1;
            if (cell.IsEmpty) { plan.NoteBlank(block, rows[i]); }
            else { lanes.Add(Lower(block, cell), i); }
        }

        lanes.Finish();
        return Build(block.Arena, hashes, hasValue, rows.Length);
    }

    private static Column Build(ColumnArena arena, byte[] hashes, byte[] hasValue, int count)
    {
        var builder = new TextColumnBuilder(arena, count);
        Span<byte> text = stackalloc byte[Base64Url.GetEncodedLength(KeptBytes)];
        for (var i = 0; i < count; i++)
        {
            if (hasValue[i] == 0)
            {
                builder.AddNull();
                continue;
            }

            Base64Url.EncodeToUtf8(hashes.AsSpan(i * HashBytes, KeptBytes), text);
            builder.Add(text);
        }

        return builder.Build();
    }

    private static ReadOnlySpan<byte> Lower(BlockReading block, ReadOnlySpan<byte> cell)
    {
        var lower = block.Scratch(cell.Length);
        return Ascii.ToLower(cell, lower, out _) == OperationStatus.Done
            ? lower
            : Encoding.UTF8.GetBytes(HeaderName.NormaliseLabel(Encoding.UTF8.GetString(cell)));
    }

    /// <summary>Collects texts until there is one for each lane.</summary>
    private sealed class Lanes(KeyedHasher hasher, byte[] hashes)
    {
        private readonly int[] _indexes = new int[Sha256Lanes.Count];
        private readonly byte[] _result = new byte[Sha256Lanes.Count * HashBytes];
        private int _count;

        public void Add(ReadOnlySpan<byte> text, int index)
        {
            if (text.Length > KeyedHasher.ShortText)
            {
                hasher.HashOne(text, hashes.AsSpan(index * HashBytes, HashBytes));
                return;
            }

            hasher.Put(_count, text);
            _indexes[_count++] = index;
            if (_count == Sha256Lanes.Count) { Finish(); }
        }

        public void Finish()
        {
            if (_count == 0) { return; }
            hasher.Hash(_result);
            for (var lane = 0; lane < _count; lane++) { _result.AsSpan(lane * HashBytes, HashBytes).CopyTo(hashes.AsSpan(_indexes[lane] * HashBytes)); }
            _count = 0;
        }
    }
}
