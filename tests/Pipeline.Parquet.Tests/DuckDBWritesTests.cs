using System.Globalization;
using Pipeline.Testing;

namespace Pipeline.Parquet.Tests;

public sealed class DuckDBWritesTests
{
    /// <summary>A table that makes DuckDB use dictionaries, runs, deltas and plain values, with nulls.</summary>
    public static string Select(int rows) => $"""
        SELECT i::BIGINT AS big, (i % 7)::INTEGER AS small, (i * 37 % 1000)::SMALLINT AS short, i::UINTEGER AS unsigned32, i::UBIGINT AS unsigned64, (i % 5)::UTINYINT AS tiny,
               CASE WHEN i % 3 = 0 THEN NULL ELSE i % 2 = 0 END AS flag, i / 7.0::DOUBLE AS real, (i / 3.0)::FLOAT AS single,
               CASE WHEN i % 11 = 0 THEN NULL ELSE 'plan ' || (i % 4) END AS plan, 'customer-' || lpad((i * 7919 % 100003)::VARCHAR, 6, '0') AS customer,
               DATE '2020-01-01' + (i % 1000)::INTEGER AS day, TIMESTAMPTZ '2024-02-29 12:00:00+00' + to_microseconds(i * 1234567) AS instant,
               make_timestamp_ns(1700000000123456789 + i * 1001) AS nanos, make_timestamp_ms(1700000000123 + i) AS millis,
               (i * 12345.678901)::DECIMAL(18,6) AS amount, (i % 100 / 100.0)::DECIMAL(4,2) AS rate, (i - 50)::DECIMAL(9,0) AS whole,
               CASE WHEN i > 3 THEN NULL ELSE 'İ😀' || i END AS sparse, NULL::VARCHAR AS nothing
        FROM range({rows.ToString(CultureInfo.InvariantCulture)}) t(i)
        """;

    [Theory]
    [InlineData("CODEC snappy")]
    [InlineData("CODEC gzip")]
    [InlineData("CODEC uncompressed")]
    [InlineData("CODEC brotli")]
    [InlineData("CODEC snappy, PARQUET_VERSION v2")]
    [InlineData("CODEC gzip, PARQUET_VERSION v2, ROW_GROUP_SIZE 2048")]
    [InlineData("CODEC uncompressed, PARQUET_VERSION v2, DICTIONARY_SIZE_LIMIT 1")]
    public async Task Rows_that_DuckDB_wrote_are_read_as_it_holds_them(string options)
    {
        var path = Path.GetTempFileName();
        string[] statements = [$"CREATE TABLE t AS {Select(30_000)}", $"COPY t TO '{path}' (FORMAT parquet, {options})"];
        var answer = await Oracles.QueryAsync(statements, new Dictionary<string, string>(StringComparer.Ordinal) { ["t"] = """
            SELECT big::VARCHAR, small, short, unsigned32::VARCHAR, unsigned64::VARCHAR, tiny, flag, real, single::DOUBLE, plan, customer, day - DATE '1970-01-01', epoch_us(instant)::VARCHAR,
                   (epoch_ns(nanos) // 1000)::VARCHAR, epoch_us(millis)::VARCHAR, (amount::DECIMAL(38,6) * 1000000)::BIGINT::VARCHAR, (rate * 100)::BIGINT::VARCHAR, whole::BIGINT::VARCHAR, sparse, nothing FROM t
            """ });
        var rows = answer["t"]!["rows"]!.AsArray();
        var at = 0;
        foreach (var batch in Tables.Read(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken)))
        {
            for (var row = 0; row < batch.RowCount; row++, at++)
            {
                for (var c = 0; c < batch.Columns.Length; c++)
                {
                    var column = batch.Columns[c];
                    var got = column is { Type: ColumnType.Double } && column.HasValue(row) ? Text(column.Doubles[row]) : Tables.Show(column, row);
                    var wanted = rows[at]![c] is { } value ? column.Type == ColumnType.Double ? Text((double)value) : value.ToString() : null;
                    Assert.True(string.Equals(wanted, got, StringComparison.Ordinal), $"{batch.Schema.Columns[c].Name}, row {at}: DuckDB holds {wanted ?? "null"}, we read {got ?? "null"}");
                }
            }
        }

        Assert.Equal(30_000, at);
        File.Delete(path);
    }

    [Theory]
    [InlineData("SELECT [1, 2] AS numbers", "'numbers' is nested")]
    [InlineData("SELECT {'a': 1} AS pair", "'pair' is nested")]
    [InlineData("SELECT TIME '10:00' AS clock", "'clock' is a time of day")]
    [InlineData("SELECT 1::DECIMAL(38,2) AS wide", "'wide' is a decimal of 38 digits")]
    [InlineData("SELECT INTERVAL 1 DAY AS span", "'span'")]
    [InlineData("SELECT uuid() AS id", "'id' holds byte strings of 16 bytes")]
    public async Task Column_that_cannot_be_read_is_named_with_the_way_out(string select, string says)
    {
        var path = Path.GetTempFileName();
        await Oracles.QueryAsync([$"COPY ({select}) TO '{path}' (FORMAT parquet)"], new Dictionary<string, string>(StringComparer.Ordinal));
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        var refused = Assert.Throws<NotSupportedException>(() => Tables.Read(bytes));
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
        File.Delete(path);
    }

    [Fact]
    public async Task Unknown_codec_is_named_with_the_way_out()
    {
        var path = Path.GetTempFileName();
        await Oracles.QueryAsync([$"COPY ({Select(100)}) TO '{path}' (FORMAT parquet, CODEC zstd)"], new Dictionary<string, string>(StringComparer.Ordinal));
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        var refused = Assert.Throws<NotSupportedException>(() => Tables.Read(bytes));
        Assert.Contains("compressed with Zstandard", refused.Message, StringComparison.Ordinal);
        File.Delete(path);
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
