using Pipeline.Model;

namespace Pipeline.Metrics.Definitions;

/// <summary>What was invoiced.</summary>
public sealed class Billings : IMetric
{
    public MetricDefinition Definition { get; } = new()
    {
        Name = "billings",
        Title = "Billings",
        Formula = "invoices (not draft or void) net of discount and tax by issued_date, minus credit notes by their day",
        Unit = MetricUnit.Money,
        Kind = MetricKind.Flow,
        By = ["currency"],
        Inputs = [FactTables.Invoice, FactTables.CreditRefund],
        Authority = "common usage: billings",
    };

    public void Compute(MetricFacts facts, MetricSink sink)
    {
        var inputs = facts.Cover(facts.Invoices.Coverage);
        sink.Flow(Definition, MetricScope.All, facts.Invoices.Billings(), inputs);
        sink.Flows(Definition, "currency", facts.Invoices.BillingsByCurrency(), inputs);
    }
}
