using Pipeline.Metrics.Reading;
using Pipeline.Model;

namespace Pipeline.Metrics.Definitions;

/// <summary>What a customer has brought so far.</summary>
public sealed class ClvHistoric : IMetric
{
    public MetricDefinition Definition { get; } = new()
    {
        Name = "clv_historic",
        Title = "Customer lifetime value, historic",
        Formula = "gross margin x revenue_sales of all days to date / customers acquired to date",
        Unit = MetricUnit.Money,
        Kind = MetricKind.Level,
        Inputs = [FactTables.Subscription, FactTables.Invoice, FactTables.Opportunity, FactTables.InvoiceLine, FactTables.CreditRefund, FactTables.LedgerEntry],
        Authority = "common usage: gross profit to date",
    };

    public void Compute(MetricFacts facts, MetricSink sink)
    {
        var inputs = facts.Cover(facts.Acquisition.Input, facts.Revenue.Input);
        var revenue = facts.Revenue.Sales.On(facts.Axis);
        var customers = facts.Acquisition.Total.On(facts.Axis);
        sink.Daily(Definition, inputs, index =>
        {
            var (reason, acquired) = (inputs.Day(facts.Axis.Start + index), customers.CountToDate(index));
            if (reason == NullReason.None && revenue.HasMissingToDate(index)) { reason = NullReason.MissingFxRate; }
            return reason != NullReason.None
                ? DayPoint.Null(reason, acquired)
                : DayPoint.Quotient(facts.Value.AtMargin(revenue.AmountToDate(index)), acquired * Exact.One, acquired);
        });
    }
}
