using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;
using Pipeline.Parquet;

namespace Pipeline.Parse.Reading;

/// <summary>Keyed hashes of texts, which are trimmed and in lower case: 96 bits as 16 characters of Base64Url.</summary>
/// <remarks>Hashes do not compress. Among a billion addresses two would share 96 bits once in 10¹¹ lakes, and 32 hexadecimal digits took half as much again of the lead table.</remarks>
internal sealed class KeyedHashReader(CellPlan plan) : IColumnReader
{
    private const int HashBytes = 16;

    public Column Read(BlockReading block, ReadOnlySpan<int> rows)
    {
        var hashes = block.Arena.Rent<byte>((rows.Length * HashBytes) + ShortText.Room);
        var hasValue = block.Arena.Rent<byte>(Math.Max(1, rows.Length));
        var hasher = new KeyedHasher(block.Plan.Settings.HashKey.Span);
        var lanes = new Lanes(hasher, hashes);
        var cells = new ColumnCells(block.Cells, plan.Sources);
        for (var i = 0; i < rows.Length; i++)
        {
            var plain = cells.Plain(rows[i]);
            if (plain.Length is > 0 and <= KeyedHasher.LongestText && lanes.TryAddLower(plain, i))
            {
                hasValue[i] = 1;
                continue;
            }

            var cell = block.Cells.Read(rows[i], plan.Sources);
            hasValue[i] = cell.IsEmpty ? (byte)0 : (byte)1;
            if (cell.IsEmpty) { plan.NoteBlank(block, rows[i]); }
            else { lanes.Add(Lower(block, cell), i); }
        }

        lanes.Finish();
        return Build(block.Arena, hashes, hasValue, rows.Length);
    }

    /// <summary>Writes hashes over by their texts, which happen to be as long, and makes a column of them.</summary>
    private static Column Build(ColumnArena arena, byte[] hashes, byte[] hasValue, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var hash = hashes.AsSpan(i * HashBytes, HashBytes);
            Encode(hash, hash);
        }

        var builder = new TextColumnBuilder(arena, count);
        for (var i = 0; i < count;)
        {
            if (hasValue[i] == 0)
            {
                builder.AddNull();
                i++;
            }
            else if (builder.IsCoded)
            {
                builder.AddCell(hashes.AsSpan(i++ * HashBytes, HashBytes));
            }
            else
            {
                var values = hasValue.AsSpan(i, count - i).IndexOf((byte)0);
                values = values < 0 ? count - i : values;
                builder.AddPlain(hashes.AsSpan(i * HashBytes, values * HashBytes), HashBytes);
                i += values;
            }
        }

        return builder.Build();
    }

    /// <summary>Writes the first 12 bytes of 16 as 16 characters of Base64Url.</summary>
    internal static void Encode(ReadOnlySpan<byte> hash, Span<byte> text)
    {
        // Three bytes become a number, and its four times six bits a byte each.
        var groups = Vector128.Shuffle(Vector128.Create(hash), Vector128.Create((byte)2, 1, 0, 15, 5, 4, 3, 15, 8, 7, 6, 15, 11, 10, 9, 15)).AsUInt32();
        var places = ((Vector128.ShiftRightLogical(groups, 18) & Vector128.Create(0x3Fu)) | (Vector128.ShiftRightLogical(groups, 4) & Vector128.Create(0x3F00u))
            | (Vector128.ShiftLeft(groups, 10) & Vector128.Create(0x3F_0000u)) | (Vector128.ShiftLeft(groups, 24) & Vector128.Create(0x3F00_0000u))).AsSByte();
        // Capital letters, small ones, digits, the dash and the underscore lie apart by these.
        var characters = places + Vector128.Create((sbyte)'A')
            + Step(places, 25, 'a' - 'Z' - 1) + Step(places, 51, '0' - 'z' - 1) + Step(places, 61, '-' - '9' - 1) + Step(places, 62, '_' - '-' - 1);
        characters.AsByte().CopyTo(text);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<sbyte> Step(Vector128<sbyte> places, sbyte last, int distance) =>
        Vector128.GreaterThan(places, Vector128.Create(last)) & Vector128.Create((sbyte)distance);

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
            if (text.Length > KeyedHasher.LongestText)
            {
                hasher.HashOne(text, hashes.AsSpan(index * HashBytes, HashBytes));
                return;
            }

            hasher.Put(_count, text);
            _indexes[_count++] = index;
            if (_count == Sha256Lanes.Count) { Finish(); }
        }

        /// <summary>The same with a plain cell that may have capital letters, unless it has letters beyond ASCII.</summary>
        public bool TryAddLower(ReadOnlySpan<byte> cell, int index)
        {
            if (!hasher.TryPutLower(_count, cell)) { return false; }
            _indexes[_count++] = index;
            if (_count == Sha256Lanes.Count) { Finish(); }
            return true;
        }

        public void Finish()
        {
            if (_count == 0) { return; }
            if (_count == Sha256Lanes.Count && _indexes[^1] - _indexes[0] == _count - 1)
            {
                hasher.Hash(hashes.AsSpan(_indexes[0] * HashBytes, _count * HashBytes));
                _count = 0;
                return;
            }

            hasher.Hash(_result);
            for (var lane = 0; lane < _count; lane++) { _result.AsSpan(lane * HashBytes, HashBytes).CopyTo(hashes.AsSpan(_indexes[lane] * HashBytes)); }
            _count = 0;
        }
    }
}
