using Pipeline.Model;

namespace Pipeline.Metrics.Definitions;

/// <summary>Revenue from customers as it is earned.</summary>
public sealed class RevenueSales : IMetric
{
    public MetricDefinition Definition { get; } = new()
    {
        Name = "revenue_sales",
        Title = "Sales revenue",
        Formula = "invoice lines without tax, earned straight-line over their service period or on issued_date, minus refunds and credits that affect revenue; ledger postings of class sales where there are no invoices",
        Unit = MetricUnit.Money,
        Kind = MetricKind.Flow,
        By = ["plan", "currency"],
        Inputs = [FactTables.Invoice, FactTables.InvoiceLine, FactTables.CreditRefund, FactTables.LedgerEntry],
        Authority = "ASC 606: straight-line over time",
    };

    public void Compute(MetricFacts facts, MetricSink sink)
    {
        var inputs = facts.Cover(facts.Revenue.Input);
        sink.Flow(Definition, MetricScope.All, facts.Revenue.Sales, inputs);
        sink.Flows(Definition, "plan", facts.Revenue.SalesByPlan, inputs);
        sink.Flows(Definition, "currency", facts.Revenue.SalesByCurrency, inputs);
    }
}
