using System.Globalization;
using System.Text.Json.Nodes;
using Pipeline.Testing;

namespace Pipeline.Parquet.Tests;

public sealed class OtherReadersTests
{
    [Fact]
    public async Task Polars_and_hyparquet_read_the_rows_that_we_wrote()
    {
        var folder = Directory.CreateTempSubdirectory("parquet").FullName;
        var tables = new List<ColumnBatch[]>();
        for (var seed = 2000; seed < 2040; seed++)
        {
            var random = new Random(seed);
            var schema = RandomTables.Schema(random);
            var batches = Enumerable.Range(0, random.Next(1, 3)).Select(_ => RandomTables.Batch(schema, RandomTables.RowCounts[random.Next(9)], random)).ToArray();
            await File.WriteAllBytesAsync(PathOf(folder, tables.Count), Tables.Write(schema, batches, new ParquetWriterOptions { RowsPerPage = 64 << random.Next(10), UseDeltas = random.Next(3) > 0 }), TestContext.Current.CancellationToken);
            tables.Add(batches);
        }

        await File.WriteAllBytesAsync(PathOf(folder, tables.Count), Tables.Write(RandomTables.PartlyCompressible().Schema, [RandomTables.PartlyCompressible()]), TestContext.Current.CancellationToken);
        tables.Add([RandomTables.PartlyCompressible()]);
        var files = new JsonArray([.. Enumerable.Range(0, tables.Count).Select(i => (JsonNode)PathOf(folder, i))]);
        var answer = await Oracles.RunAsync("parquet-readers", new JsonObject { ["files"] = files });
        for (var i = 0; i < tables.Count; i++)
        {
            foreach (var reader in new[] { "polars", "hyparquet" }) { AssertSame(tables[i], answer[reader]![i]!, $"{reader}, seed {i + 2000}"); }
        }

        Directory.Delete(folder, recursive: true);
    }

    private static string PathOf(string folder, int index) => Path.Combine(folder, index.ToString(CultureInfo.InvariantCulture) + ".parquet");

    private static void AssertSame(ColumnBatch[] batches, JsonNode read, string context)
    {
        for (var c = 0; c < batches[0].Columns.Length; c++)
        {
            var schema = batches[0].Schema.Columns[c];
            var values = read[schema.Name]!.AsArray();
            Assert.Equal(batches.Sum(batch => batch.RowCount), values.Count);
            var at = 0;
            foreach (var batch in batches)
            {
                for (var row = 0; row < batch.RowCount; row++, at++)
                {
                    var value = values[at]?.GetValue<string>();
                    Assert.True(IsSame(batch.Columns[c], row, schema, value), $"{context}, {schema.Name}, row {at}: wrote {Tables.Show(batch.Columns[c], row) ?? "null"}, read {value ?? "null"}");
                }
            }
        }
    }

    private static bool IsSame(Column column, int row, ColumnSchema schema, string? read)
    {
        if (!column.HasValue(row) || read is null) { return !column.HasValue(row) && read is null; }
        if (schema.Type == ColumnType.Double) { return double.Parse(read, CultureInfo.InvariantCulture).Equals(column.Doubles[row]); }
        if (schema.Type != ColumnType.Decimal) { return string.Equals(Tables.Show(column, row), read, StringComparison.Ordinal); }
        var value = column.Int64s[row] * new decimal(1, 0, 0, isNegative: false, (byte)schema.Scale);

        // An exponent or few digits mean a reader that keeps decimals as doubles.
        return decimal.TryParse(read, NumberStyles.Number, CultureInfo.InvariantCulture, out var exact) && exact == value
            || Math.Abs(double.Parse(read, CultureInfo.InvariantCulture) - (double)value) <= Math.Abs((double)value) * 1e-15;
    }
}
