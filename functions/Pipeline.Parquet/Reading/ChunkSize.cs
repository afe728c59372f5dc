using System.Runtime.InteropServices;

namespace Pipeline.Parquet.Reading;

/// <summary>How much a column chunk may unfold to.</summary>
/// <param name="RowCount">Rows in the row group.</param>
/// <param name="ByteCount">Bytes in the file.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ChunkSize(int RowCount, long ByteCount)
{
    // A row may cost next to nothing (one run length for a million equal rows), but a small file must not demand gigabytes.
    private const long FreeRows = 1 << 20;
    private const long RowsPerByte = 1 << 12;
    private const long FreeText = 1 << 24;
    private const long TextPerByte = 3200;

    public long LargestText => FreeText + (ByteCount * TextPerByte);

    public static bool IsPlausible(long rowCount, long byteCount) => rowCount <= FreeRows + (byteCount * RowsPerByte);
}
