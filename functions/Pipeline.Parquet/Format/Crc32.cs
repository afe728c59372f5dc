namespace Pipeline.Parquet.Format;

/// <summary>The checksum that Parquet keeps of a page: CRC-32 as in gzip.</summary>
internal static class Crc32
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(Entry)];

    public static int Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes) { crc = Table[(crc ^ value) & 0xFF] ^ (crc >> 8); }
        return unchecked((int)~crc);
    }

    private static uint Entry(int index)
    {
        var crc = (uint)index;
        for (var bit = 0; bit < 8; bit++) { crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1; }
        return crc;
    }
}
