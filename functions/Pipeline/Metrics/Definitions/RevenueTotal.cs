using Pipeline.Model;

namespace Pipeline.Metrics.Definitions;

/// <summary>All revenue.</summary>
public sealed class RevenueTotal : IMetric
{
    public MetricDefinition Definition { get; } = new()
    {
        Name = "revenue_total",
        Title = "Total revenue",
        Formula = "revenue_sales + ledger postings of the classes interest, investment, royalty and other",
        Unit = MetricUnit.Money,
        Kind = MetricKind.Flow,
        By = ["revenue_class"],
        Inputs = [FactTables.Invoice, FactTables.InvoiceLine, FactTables.CreditRefund, FactTables.LedgerEntry],
        Authority = "common usage",
    };

    public void Compute(MetricFacts facts, MetricSink sink)
    {
        var inputs = facts.Cover(facts.Revenue.Input);
        sink.Flow(Definition, MetricScope.All, facts.Revenue.Total, inputs);
        sink.Flows(Definition, "revenue_class", facts.Revenue.ByClass, inputs);
    }
}
