using System.Runtime.InteropServices;

namespace Pipeline.Parquet.Reading;

/// <summary>How much a column chunk may unfold to, and where its values go.</summary>
/// <param name="RowCount">Rows in the row group.</param>
/// <param name="ByteCount">Bytes in the file.</param>
/// <param name="UnpackedByteCount">Bytes of its pages before compression, as the file claims.</param>
/// <param name="Arrays">Where arrays for values are taken from; <see langword="null"/> for new ones.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ChunkSize(int RowCount, long ByteCount, long UnpackedByteCount, ColumnArrays? Arrays)
{
    // A row may cost next to nothing (one run length for a million equal rows), but a small file must not demand gigabytes.
    private const long FreeRows = 1 << 20;
    private const long RowsPerByte = 1 << 12;
    private const long FreeText = 1 << 24;
    private const long TextPerByte = 3200;

    public long LargestText => FreeText + (ByteCount * TextPerByte);

    /// <summary>Room for the texts of plain pages: what the file claims, as far as that is believed before it was read.</summary>
    public int LikelyText => (int)Math.Clamp(UnpackedByteCount, 0, Math.Min(FreeText, ByteCount * 64));

    /// <summary>An array of at least <paramref name="length"/> values, not cleared.</summary>
    public T[] Array<T>(int length) => Arrays is null ? GC.AllocateUninitializedArray<T>(length) : Arrays.Rent<T>(length);

    public static bool IsPlausible(long rowCount, long byteCount) => rowCount <= FreeRows + (byteCount * RowsPerByte);
}
