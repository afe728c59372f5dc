using System.Globalization;
using Pipeline.Testing;

namespace Pipeline.Parquet.Tests;

public sealed class DuckDBReadsTests
{
    [Fact]
    public async Task DuckDB_reads_the_rows_that_we_wrote()
    {
        var folder = Directory.CreateTempSubdirectory("parquet").FullName;
        var expected = new Dictionary<string, ColumnBatch[]>(StringComparer.Ordinal);
        var queries = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var seed = 1000; seed <= 1060; seed++)
        {
            var random = new Random(seed);
            var schema = seed == 1060 ? RandomTables.PartlyCompressible().Schema : RandomTables.Schema(random);
            var batches = seed == 1060 ? [RandomTables.PartlyCompressible()] : Enumerable.Range(0, random.Next(1, 3)).Select(_ => RandomTables.Batch(schema, RandomTables.RowCounts[random.Next(10)], random)).ToArray();
            var path = Path.Combine(folder, $"{seed}.parquet");
            await File.WriteAllBytesAsync(path, Tables.Write(schema, batches, new ParquetWriterOptions { RowsPerPage = 64 << (seed == 1060 ? 9 : random.Next(10)), UseDeltas = random.Next(3) > 0 }), TestContext.Current.CancellationToken);
            var name = seed.ToString(CultureInfo.InvariantCulture);
            expected[name] = batches;
            queries[name] = $"SELECT {string.Join(", ", schema.Columns.Select(Exact))} FROM read_parquet('{path}', file_row_number = true) ORDER BY file_row_number";
        }

        var answers = await Oracles.QueryAsync([], queries);
        foreach (var (name, batches) in expected)
        {
            var rows = answers[name]!["rows"]!.AsArray();
            var at = 0;
            foreach (var batch in batches)
            {
                for (var row = 0; row < batch.RowCount; row++, at++)
                {
                    for (var c = 0; c < batch.Columns.Length; c++)
                    {
                        Assert.True(
                            string.Equals(Shown(batch, c, row), Answered(batch.Schema.Columns[c], rows[at]![c]?.ToString()), StringComparison.Ordinal),
                            $"seed {name}, {batch.Schema.Columns[c].Name}, row {at}: wrote {Shown(batch, c, row)}, DuckDB read {rows[at]![c]}");
                    }
                }
            }

            Assert.Equal(at, rows.Count);
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>An expression whose text form is exact and the same as ours.</summary>
    private static string Exact(ColumnSchema column) => column.Type switch
    {
        ColumnType.Date => $"(epoch({column.Name}) / 86400)::BIGINT::VARCHAR",
        ColumnType.Timestamp => $"epoch_us({column.Name})::VARCHAR",
        ColumnType.Double => $"CASE WHEN isnan({column.Name}) THEN 'NaN' ELSE {column.Name}::VARCHAR END",
        ColumnType.Text => $"hex({column.Name})",
        _ => $"{column.Name}::VARCHAR",
    };

    private static string? Shown(ColumnBatch batch, int index, int row)
    {
        var column = batch.Columns[index];
        if (!column.HasValue(row)) { return null; }
        return column.Type switch
        {
            ColumnType.Text => Convert.ToHexString(column.Texts!.Row(row)),
            ColumnType.Double => Bits(column.Doubles[row]),
            ColumnType.Decimal => DecimalText(column.Int64s[row], batch.Schema.Columns[index].Scale),
            _ => Tables.Show(column, row),
        };
    }

    private static string DecimalText(long unscaled, int scale) =>
        (unscaled * new decimal(1, 0, 0, isNegative: false, (byte)scale)).ToString(CultureInfo.InvariantCulture);

    /// <summary>DuckDB prints the shortest text that reads back as the same double, and leaves out a zero before the point.</summary>
    private static string? Answered(ColumnSchema column, string? value) => (value, column.Type) switch
    {
        (null, _) => null,
        (_, ColumnType.Double) => Bits(double.Parse(value.Replace("inf", "Infinity", StringComparison.Ordinal), CultureInfo.InvariantCulture)),
        (_, ColumnType.Decimal) => decimal.Parse(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture),
        _ => value,
    };

    private static string Bits(double value) =>
        double.IsNaN(value) ? "NaN" : BitConverter.DoubleToInt64Bits(value).ToString("x16", CultureInfo.InvariantCulture);
}
