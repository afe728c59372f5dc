using System.Globalization;
using System.Text;
using Pipeline.Metrics;
using Pipeline.Testing;

namespace Pipeline.Tests.Metrics;

public sealed class MetricCatalogTests
{
    private const string Accept = "PIPELINE_ACCEPT_CATALOG";

    private static readonly string[] Contract =
    [
        "spend", "new_customers", "cac_blended", "cac_paid", "cac_loaded", "mrr", "arr", "active_customers", "arpa", "mrr_new", "mrr_expansion", "mrr_contraction", "mrr_churn",
        "mrr_reactivation", "mrr_fx_impact", "logo_churn_1m", "logo_retention_12m", "grr_12m_p2p", "nrr_12m_p2p", "quick_ratio_1m", "clv_historic", "clv_simple", "clv_margin",
        "ltv_to_cac", "leads", "mql", "sql", "opportunities_created", "deals_won", "conversion_lead_to_won_90d", "conversion_lead_to_won_period", "win_rate_closed",
        "sales_cycle_days_median", "revenue_sales", "revenue_total", "bookings", "billings",
    ];

    [Fact]
    public void Catalog_holds_the_ids_of_the_contract_and_no_id_twice()
    {
        Assert.Equal(Contract.Order(StringComparer.Ordinal), MetricCatalog.All.Select(metric => metric.Definition.Name).Order(StringComparer.Ordinal));
        var ids = MetricCatalog.All.SelectMany(metric => metric.Definition.Windows).Select(window => window.Id).ToArray();
        Assert.Equal(ids.Length, ids.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Metric_is_found_by_each_of_its_ids()
    {
        Assert.Equal("spend", MetricCatalog.Find("spend_t30")?.Definition.Name);
        Assert.Equal("win_rate_closed", MetricCatalog.Find("win_rate_closed_ltm")?.Definition.Name);
        Assert.Null(MetricCatalog.Find("win_rate_closed_t30"));
    }

    [Fact]
    public async Task Document_of_the_catalogue_is_up_to_date()
    {
        var path = Path.Combine(Oracles.Root, "functions", "CATALOG.md");
        var rendered = Render();
        var written = File.Exists(path) ? await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken) : "";
        if (string.Equals(written, rendered, StringComparison.Ordinal)) { return; }
        if (Environment.GetEnvironmentVariable(Accept) == "1") { await File.WriteAllTextAsync(path, rendered, TestContext.Current.CancellationToken); }
        else { Assert.Fail($"functions/CATALOG.md is stale; run this test with {Accept}=1 to accept:\n{Difference(written, rendered)}"); }
    }

    private static string Difference(string written, string rendered)
    {
        string[] old = written.Split('\n'), now = rendered.Split('\n');
        return string.Join('\n', [.. old.Except(now, StringComparer.Ordinal).Select(line => "- " + line), .. now.Except(old, StringComparer.Ordinal).Select(line => "+ " + line)]);
    }

    private static string Render()
    {
        var text = new StringBuilder("# Metrics\n\nRendered from `Metrics/Definitions` by a test; the conventions are in `decisions/0005-metric-conventions.md`.\n");
        text.Append("A flow `x` is also published as `x_t30`, `x_t90`, `x_ltm`; a ratio of flows or a cohort, over 30 days, also as `_t90` and `_ltm`.\n\n");
        text.Append("| metric | unit | kind | by | formula | inputs | authority | version |\n|---|---|---|---|---|---|---|---|\n");
        foreach (var definition in MetricCatalog.All.Select(metric => metric.Definition))
        {
            text.Append(CultureInfo.InvariantCulture, $"| `{definition.Name}` | {Word(definition.Unit.ToString())} | {Word(definition.Kind.ToString())} | {string.Join(", ", definition.By)} | {definition.Formula} | ")
                .Append(CultureInfo.InvariantCulture, $"{string.Join(", ", definition.Inputs.Select(table => table.Name))} | {definition.Authority} | {definition.Version} |\n");
        }

        return text.ToString();
    }

    private static string Word(string name) =>
        string.Concat(name.Select((letter, i) => char.IsUpper(letter) && i > 0 ? " " + char.ToLowerInvariant(letter) : char.ToLowerInvariant(letter).ToString()));
}
