namespace Pipeline.Parquet.Tests;

public sealed class RoundTripTests
{
    [Fact]
    public void Random_tables_come_back_as_they_were()
    {
        for (var seed = 0; seed < 150; seed++)
        {
            var random = new Random(seed);
            var schema = RandomTables.Schema(random);
            var batches = Enumerable.Range(0, random.Next(1, 4))
                .Select(_ => RandomTables.Batch(schema, RandomTables.RowCounts[random.Next(RandomTables.RowCounts.Length)], random))
                .ToArray();
            var options = new ParquetWriterOptions { RowsPerPage = 64 << random.Next(10), Compress = random.Next(4) > 0, UseDeltas = random.Next(3) > 0 };
            var bytes = Tables.Write(schema, batches, options, out var summary);
            var file = ParquetFile.Open(new MemoryStream(bytes));
            Assert.Equal(schema, file.Schema);
            Assert.Equal(batches.Sum(batch => batch.RowCount), file.RowCount);
            Assert.Equal(file.RowCount, summary.RowCount);
            var written = batches.Where(batch => batch.RowCount > 0).ToArray();
            var read = Tables.Read(bytes);
            Assert.Equal(written.Length, read.Length);
            for (var i = 0; i < written.Length; i++) { Tables.AssertEqual(written[i], read[i], $"seed {seed}, row group {i}"); }
        }
    }
}
