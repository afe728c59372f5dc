using Pipeline.Testing;
using Pipeline.Testing.Metrics;

namespace Pipeline.Tests.Metrics;

public sealed class RandomCompanyTests
{
    [Fact]
    public void Seed_gives_the_same_company_twice()
    {
        var first = RandomCompany.Create(7);
        var second = RandomCompany.Create(7);
        Assert.Equal(first.Facts.Select(table => (table.Key, table.Value.RowCount)), second.Facts.Select(table => (table.Key, table.Value.RowCount)));
        Assert.Equal(first.Settings.ReportingTimeZone, second.Settings.ReportingTimeZone);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Checks_keep_the_identity_of_recurring_revenue_on_any_company(int seed)
    {
        using var folder = new TemporaryFolder();
        var company = RandomCompany.Create(seed);
        var database = new CheckDatabase(company.Settings, company.AsOf, company.Today) { Facts = FactFiles.Write(folder.Path, company.Facts) };
        const string Violations = """
            SELECT today.day FROM mrr_day AS today JOIN mrr_day AS before ON before.day = today.day - 1
            LEFT JOIN (SELECT day, sum(amount) AS moved FROM movement GROUP BY day) AS moves ON moves.day = today.day
            WHERE today.mrr - before.mrr <> coalesce(moved, 0)
            """;
        var answer = await Oracles.QueryAsync(database.Statements(), new Dictionary<string, string>(StringComparer.Ordinal) { ["days"] = Violations });
        Assert.True(answer["days"]!["rows"]!.AsArray().Count == 0, $"seed {seed}: start + movements is not end on {answer["days"]!["rows"]!.ToJsonString()}");
    }
}
