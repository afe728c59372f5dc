using Pipeline.Metrics;
using Pipeline.Parquet;
using Pipeline.Testing;
using Pipeline.Testing.Metrics;

namespace Pipeline.Tests.Metrics;

public sealed class MetricPropertyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Points_do_not_depend_on_the_order_of_rows_or_the_cut_of_batches(int seed)
    {
        var company = RandomCompany.Create(seed);
        var whole = await LinesAsync(company, new RearrangedFacts(company.Facts));
        var pieces = await LinesAsync(company, new RearrangedFacts(company.Facts) { ShuffleSeed = seed, BatchSize = 7 });
        Assert.True(whole.Count > 0 && whole.SequenceEqual(pieces, StringComparer.Ordinal), $"seed {seed}: {whole.Except(pieces, StringComparer.Ordinal).FirstOrDefault()}");
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public async Task Rows_are_sorted_without_doubles_and_a_value_is_null_exactly_with_a_reason(int seed)
    {
        var company = RandomCompany.Create(seed);
        var tables = await TablesAsync(company, new RearrangedFacts(company.Facts));
        var keys = new List<(int Day, string Metric, string Dimension, string Member)>();
        foreach (var part in tables.Snapshot.Parts)
        {
            var batch = part.Make(new ColumnArrays());
            for (var row = 0; row < batch.RowCount; row++)
            {
                keys.Add((batch["snapshot_date"].Int32s[row], batch["metric"].Texts!.RowText(row), batch["dimension"].Texts!.RowText(row), batch["member"].Texts!.RowText(row)));
                Assert.Equal(part.Month, DayAxis.Date(DayAxis.MonthStart(keys[^1].Day)));
                Assert.True(batch["value"].HasValue(row) != batch["null_reason"].HasValue(row), $"seed {seed}: {keys[^1]}");
            }
        }

        for (var i = 1; i < keys.Count; i++) { Assert.True(Compare(keys[i - 1], keys[i]) < 0, $"seed {seed}: {keys[i - 1]} before {keys[i]}"); }
    }

    private static int Compare((int Day, string Metric, string Dimension, string Member) a, (int Day, string Metric, string Dimension, string Member) b)
    {
        var order = a.Day.CompareTo(b.Day);
        if (order == 0) { order = string.CompareOrdinal(a.Metric, b.Metric); }
        if (order == 0) { order = string.CompareOrdinal(a.Dimension, b.Dimension); }
        return order != 0 ? order : string.CompareOrdinal(a.Member, b.Member);
    }

    private static async Task<List<string>> LinesAsync(RandomCompany company, IFactReader facts) =>
        [.. (await TablesAsync(company, facts)).All.SelectMany(table => Computed.Rows(table).Select(row => $"{table.Name}: {row}"))];

    private static Task<MetricTables> TablesAsync(RandomCompany company, IFactReader facts) => MetricEngine.ComputeAsync(
        facts, company.Settings, new DayAxisRequest(company.AsOf, company.Today), new MetricRun("run", "config", "versions"), TestContext.Current.CancellationToken);
}
