using System.Globalization;
using Pipeline.Testing;

namespace Pipeline.Parquet.Tests;

public sealed class DamagedFileTests
{
    /// <summary>Set this variable to a number of mutations to run far more than the suite does.</summary>
    private const string LongRun = "PARQUET_MUTATIONS";

    /// <summary>Reading a sound file of this size takes a few megabytes.</summary>
    private const long MostMemory = 192L << 20;

    [Fact]
    public async Task Damaged_file_is_refused_or_read_and_never_crashes()
    {
        var sound = Ours().Concat(await TheirsAsync()).ToArray();
        var mutations = int.Parse(Environment.GetEnvironmentVariable(LongRun) ?? "4000", CultureInfo.InvariantCulture);
        for (var seed = 0; seed < mutations; seed++)
        {
            var random = new Random(seed);
            var bytes = Mutations.Damage(sound[random.Next(sound.Length)], random);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                Tables.Read(bytes);
            }
            catch (Exception refused) when (refused is ParquetFormatException or NotSupportedException)
            {
                Assert.NotEmpty(refused.Message);
            }
            catch (Exception crash)
            {
                Assert.Fail($"mutation {seed}: {crash}");
            }

            var taken = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(taken < MostMemory, $"mutation {seed} of a file of {bytes.Length} bytes took {taken} bytes of memory");
        }
    }

    [Fact]
    public void File_cut_anywhere_is_refused()
    {
        var schema = RandomTables.Schema(new Random(5));
        var bytes = Tables.Write(schema, [RandomTables.Batch(schema, 100, new Random(5))]);
        for (var length = 0; length < bytes.Length; length++) { Assert.Throws<ParquetFormatException>(() => Tables.Read(bytes[..length])); }
    }

    [Fact]
    public void Refusal_names_the_byte()
    {
        var refused = Assert.Throws<ParquetFormatException>(() => ParquetFile.Open(new MemoryStream("PAR1 this is not a table"u8.ToArray())));
        Assert.Equal(20, refused.Offset);
        Assert.Contains("at byte 20", refused.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<byte[]> Ours()
    {
        for (var seed = 0; seed < 24; seed++)
        {
            var random = new Random(seed);
            var schema = RandomTables.Schema(random);
            var options = new ParquetWriterOptions { RowsPerPage = 64, Compress = seed % 3 == 0 };
            yield return Tables.Write(schema, [RandomTables.Batch(schema, random.Next(1, 400), random), RandomTables.Batch(schema, 70, random)], options);
        }
    }

    /// <summary>Encodings that we read and do not write.</summary>
    private static async Task<IEnumerable<byte[]>> TheirsAsync()
    {
        var folder = Directory.CreateTempSubdirectory("parquet").FullName;
        string[] options = ["CODEC gzip", "CODEC snappy, PARQUET_VERSION v2", "CODEC uncompressed, PARQUET_VERSION v2", "CODEC brotli"];
        await Oracles.QueryAsync(options.Select((option, i) => $"COPY ({DuckDBWritesTests.Select(300)}) TO '{folder}/{i}.parquet' (FORMAT parquet, {option})"), new Dictionary<string, string>(StringComparer.Ordinal));
        var files = Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Select(File.ReadAllBytes).ToArray();
        Directory.Delete(folder, recursive: true);
        Assert.Equal(options.Length, files.Length);
        return files;
    }
}
