using System.Collections.Immutable;
using Pipeline.Metrics.Definitions;

namespace Pipeline.Metrics;

/// <summary>Every metric, in the order in which documents list them.</summary>
public static class MetricCatalog
{
    public static ImmutableArray<IMetric> All { get; } =
    [
        new Spend(),
        new NewCustomers(),
        new CacPaid(),
        new CacBlended(),
        new CacLoaded(),
        new Mrr(),
        new Arr(),
        new ActiveCustomers(),
        new Arpa(),
        new MrrNew(),
        new MrrExpansion(),
        new MrrContraction(),
        new MrrChurn(),
        new MrrReactivation(),
        new MrrFxImpact(),
        new LogoChurn1m(),
        new LogoRetention12m(),
        new Grr12mP2p(),
        new Nrr12mP2p(),
        new QuickRatio1m(),
        new ClvHistoric(),
        new ClvSimple(),
        new ClvMargin(),
        new LtvToCac(),
        new Leads(),
        new MarketingQualifiedLeads(),
        new SalesQualifiedLeads(),
        new OpportunitiesCreated(),
        new DealsWon(),
        new ConversionLeadToWon90d(),
        new ConversionLeadToWonPeriod(),
        new WinRateClosed(),
        new SalesCycleDaysMedian(),
        new Bookings(),
        new Billings(),
        new RevenueSales(),
        new RevenueTotal(),
    ];

    /// <summary>The metric called <paramref name="name"/>, with or without a window (<c>spend_t30</c>), or <see langword="null"/>.</summary>
    public static IMetric? Find(string name) =>
        All.FirstOrDefault(metric => metric.Definition.Windows.Any(window => string.Equals(window.Id, name, StringComparison.Ordinal)));
}
