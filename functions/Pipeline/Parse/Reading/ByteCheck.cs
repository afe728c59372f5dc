using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using System.Text.Unicode;

namespace Pipeline.Parse.Reading;

/// <summary>Finds rows whose bytes are not text: NUL bytes, and sequences that are not UTF-8.</summary>
internal static class ByteCheck
{
    public static void RejectUnreadable(BlockReading block)
    {
        var rows = block.Block;
        if (rows.RowCount == 0 || rows.IsPlain) { return; }
        var bytes = rows.Bytes.AsSpan(0, rows.Ends[rows.RowCount * rows.ColumnCount]);
        if (IsPlain(bytes)) { return; }
        var hasNul = bytes.Contains((byte)0);
        var isText = Utf8.IsValid(bytes);
        for (var row = 0; row < rows.RowCount && (hasNul || !isText); row++)
        {
            var start = rows.Ends[row * rows.ColumnCount] + 1;
            var whole = bytes[start..rows.Ends[(row + 1) * rows.ColumnCount]];
            if (hasNul && whole.Contains((byte)0)) { block.Reject(row, "", whole, "nul_byte", "the row holds NUL bytes, as a cut-off or damaged file does; export again"); }
            if (!isText && !Utf8.IsValid(whole)) { block.Reject(row, "", whole, "not_utf8", "the row is not UTF-8, as the rows before it are; export again in one encoding"); }
        }
    }

    /// <summary>Whether all bytes are ASCII and none is NUL, in one pass, as most blocks are.</summary>
    private static bool IsPlain(ReadOnlySpan<byte> bytes)
    {
        var vectors = MemoryMarshal.Cast<byte, Vector256<byte>>(bytes);
        var (either, least) = (Vector256<byte>.Zero, Vector256<byte>.AllBitsSet);
        foreach (var vector in vectors)
        {
            either |= vector;
            least = Vector256.Min(least, vector);
        }

        var rest = bytes[(vectors.Length * Vector256<byte>.Count)..];
        return either.ExtractMostSignificantBits() == 0 && !Vector256.EqualsAny(least, Vector256<byte>.Zero) && Ascii.IsValid(rest) && !rest.Contains((byte)0);
    }
}
