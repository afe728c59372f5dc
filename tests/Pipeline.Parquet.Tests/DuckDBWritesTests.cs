using System.Globalization;
using System.Text.Json.Nodes;
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

    private static readonly string[] Options =
    [
        "CODEC snappy", "CODEC gzip", "CODEC uncompressed", "CODEC brotli", "CODEC snappy, PARQUET_VERSION v2",
        "CODEC gzip, PARQUET_VERSION v2, ROW_GROUP_SIZE 2048", "CODEC uncompressed, PARQUET_VERSION v2, DICTIONARY_SIZE_LIMIT 1",
    ];

    private static readonly (string Select, string Says)[] Refused =
    [
        ("SELECT [1, 2] AS numbers", "'numbers' is nested"),
        ("SELECT {'a': 1} AS pair", "'pair' is nested"),
        ("SELECT TIME '10:00' AS clock", "'clock' is a time of day"),
        ("SELECT 1::DECIMAL(38,2) AS wide", "'wide' is a decimal of 38 digits"),
        ("SELECT INTERVAL 1 DAY AS span", "'span'"),
        ("SELECT uuid() AS id", "'id' holds byte strings of 16 bytes"),
    ];

    [Fact]
    public async Task Rows_that_DuckDB_wrote_are_read_as_it_holds_them()
    {
        var folder = Directory.CreateTempSubdirectory("parquet").FullName;
        string[] statements = [$"CREATE TABLE t AS {Select(10_000)}", .. Options.Select((option, i) => $"COPY t TO '{folder}/{i}.parquet' (FORMAT parquet, {option})")];
        var answer = await Oracles.QueryAsync(statements, new Dictionary<string, string>(StringComparer.Ordinal) { ["t"] = """
            SELECT big::VARCHAR, small, short, unsigned32::VARCHAR, unsigned64::VARCHAR, tiny, flag, real, single::DOUBLE, plan, customer, day - DATE '1970-01-01', epoch_us(instant)::VARCHAR,
                   (epoch_ns(nanos) // 1000)::VARCHAR, epoch_us(millis)::VARCHAR, (amount::DECIMAL(38,6) * 1000000)::BIGINT::VARCHAR, (rate * 100)::BIGINT::VARCHAR, whole::BIGINT::VARCHAR, sparse, nothing FROM t
            """ });
        for (var i = 0; i < Options.Length; i++)
        {
            var batches = Tables.Read(await File.ReadAllBytesAsync($"{folder}/{i}.parquet", TestContext.Current.CancellationToken));
            AssertSame(answer["t"]!["rows"]!.AsArray(), batches, Options[i]);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Column_that_cannot_be_read_is_named_with_the_way_out()
    {
        var folder = Directory.CreateTempSubdirectory("parquet").FullName;
        string[] statements =
        [
            .. Refused.Select((refused, i) => $"COPY ({refused.Select}) TO '{folder}/{i}.parquet' (FORMAT parquet)"),
            $"COPY ({Select(10)}) TO '{folder}/codec.parquet' (FORMAT parquet, CODEC zstd)",
        ];
        await Oracles.QueryAsync(statements, new Dictionary<string, string>(StringComparer.Ordinal));
        for (var i = 0; i < Refused.Length; i++)
        {
            var bytes = await File.ReadAllBytesAsync($"{folder}/{i}.parquet", TestContext.Current.CancellationToken);
            Assert.Contains(Refused[i].Says, Assert.Throws<NotSupportedException>(() => Tables.Read(bytes)).Message, StringComparison.Ordinal);
        }

        var packed = await File.ReadAllBytesAsync($"{folder}/codec.parquet", TestContext.Current.CancellationToken);
        Assert.Contains("'big' is compressed with Zstandard", Assert.Throws<NotSupportedException>(() => Tables.Read(packed)).Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    private static void AssertSame(JsonArray rows, IEnumerable<ColumnBatch> batches, string context)
    {
        var at = 0;
        foreach (var batch in batches)
        {
            for (var row = 0; row < batch.RowCount; row++, at++)
            {
                for (var c = 0; c < batch.Columns.Length; c++)
                {
                    var column = batch.Columns[c];
                    var got = column is { Type: ColumnType.Double } && column.HasValue(row) ? Text(column.Doubles[row]) : Tables.Show(column, row);
                    var wanted = rows[at]![c] is { } value ? column.Type == ColumnType.Double ? Text((double)value) : value.ToString() : null;
                    if (!string.Equals(wanted, got, StringComparison.Ordinal)) { Assert.Fail($"{context}: {batch.Schema.Columns[c].Name}, row {at}: DuckDB holds {wanted ?? "null"}, we read {got ?? "null"}"); }
                }
            }
        }

        Assert.Equal(rows.Count, at);
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
