using System.Runtime.CompilerServices;
using System.Text;

namespace Pipeline.Parquet;

/// <summary>UTF-8 texts, plain or dictionary-coded.</summary>
/// <remarks>
/// Entry <c>i</c> is <c>Bytes[Offsets[i]..Offsets[i + 1]]</c>. Without <see cref="Codes"/> entry <c>i</c> is the value of row <c>i</c>;
/// with them the value of row <c>i</c> is entry <c>Codes[i]</c>. Arrays may be longer than what is used.
/// The slot of a null row holds an empty text (plain) or code 0 (coded; there may be no entry 0 when every row is null).
/// </remarks>
/// <param name="Bytes">The bytes of all entries, one after another.</param>
/// <param name="Offsets">Where each entry starts; one more than there are entries.</param>
/// <param name="EntryCount">How many entries there are.</param>
/// <param name="Codes">For each row the entry that holds its value, or <see langword="null"/> for plain texts.</param>
public sealed record TextValues(byte[] Bytes, int[] Offsets, int EntryCount, int[]? Codes)
{
    /// <summary>The bytes of entry <paramref name="entry"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Entry(int entry) => Bytes.AsSpan(Offsets[entry], Offsets[entry + 1] - Offsets[entry]);

    /// <summary>The bytes of the value of row <paramref name="row"/>; meaningless for a null row.</summary>
    public ReadOnlySpan<byte> Row(int row) => Codes is null ? Entry(row) : Entry(Codes[row]);

    /// <summary>The value of row <paramref name="row"/> as a string; for edges and tests, not for loops over columns.</summary>
    public string RowText(int row) => Encoding.UTF8.GetString(Row(row));
}
