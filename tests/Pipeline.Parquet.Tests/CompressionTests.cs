using Pipeline.Parquet.Format;

namespace Pipeline.Parquet.Tests;

public sealed class CompressionTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(200_000)]
    public void Bytes_that_were_wrapped_come_back(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        using var wrapped = new ByteBuffer();
        Compression.Wrap(bytes, wrapped);
        var back = new byte[length];
        Decompression.Decompress(Codec.Snappy, wrapped.Written.ToArray(), back, 0);
        Assert.Equal(bytes, back);
        Assert.InRange(wrapped.Length, length, length + 16);
    }

    [Fact]
    public void Page_that_does_not_shrink_is_wrapped_beside_one_that_does()
    {
        var batch = RandomTables.PartlyCompressible();
        var bytes = Tables.Write(batch.Schema, [batch]);
        var uncompressed = Tables.Write(batch.Schema, [batch], new ParquetWriterOptions { Compress = false });
        Assert.InRange(bytes.Length, 30_000 * 12 / 8, uncompressed.Length * 5 / 6);
        Tables.AssertEqual(batch, Tables.Read(bytes)[0], "partly compressible");
    }

    [Fact]
    public void Bytes_pay_to_be_compressed_where_they_repeat()
    {
        var random = new byte[100_000];
        new Random(1).NextBytes(random);
        Assert.Equal(0, Compression.Saving(random));
        Assert.InRange(Compression.Saving(new byte[100_000]), 90_000, 100_000);
        Assert.Equal(0, Compression.Saving([]));
    }
}
