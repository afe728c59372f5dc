using Pipeline.Testing;

namespace Pipeline.Parquet.Tests;

public sealed class OraclesTests
{
    [Fact]
    public async Task DuckDB_answers_with_exact_values()
    {
        var rows = await Oracles.QueryAsync("""
            SELECT 1::DECIMAL(18,6) / 1, 123456789012.345678::DECIMAL(18,6), 170141183460469231731687303715884105727::HUGEINT, 9007199254740993::BIGINT,
                   DATE '2024-02-29', TIMESTAMPTZ '2024-02-29 12:34:56.789012+00', 0.1::DOUBLE, 7::INTEGER, NULL, true, 'İı', 'NaN'::DOUBLE
            """);
        Assert.Equal("""[[1,"123456789012.345678","170141183460469231731687303715884105727","9007199254740993","2024-02-29","2024-02-29 12:34:56.789012\u002B00",0.1,7,null,true,"\u0130\u0131","NaN"]]""", rows.ToJsonString());
    }
}
