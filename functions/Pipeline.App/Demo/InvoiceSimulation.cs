using System.Collections.Immutable;

namespace Pipeline.App.Demo;

/// <summary>One invoice for every period of every subscription, and what became of it.</summary>
internal static class InvoiceSimulation
{
    private const int EuropeanTaxPercent = 20;

    public static ImmutableArray<DemoInvoice> Run(DemoRandom random, ImmutableArray<DemoSubscription> subscriptions)
    {
        var fork = random.Fork("invoices");
        var invoices = ImmutableArray.CreateBuilder<DemoInvoice>();
        foreach (var subscription in subscriptions)
        {
            var end = subscription.EndedAt ?? DemoCalendar.Now.AddSeconds(1);
            for (var period = 0; BillingSimulation.PeriodStart(subscription, period) < end; period++)
            {
                invoices.Add(Bill(fork, subscription, period, invoices.Count + 1));
            }
        }

        return invoices.ToImmutable();
    }

    private static DemoInvoice Bill(DemoRandom random, DemoSubscription subscription, int period, int number)
    {
        var issuedAt = BillingSimulation.PeriodStart(subscription, period);
        var next = BillingSimulation.PeriodStart(subscription, period + 1);
        var invoice = new DemoInvoice
        {
            Id = DemoIds.Stripe("in", number),
            Number = number,
            Subscription = subscription,
            IssuedAt = issuedAt,
            ServiceEnd = next,
            Subtotal = subscription.Amount,
            Tax = subscription.Customer.Currency is "EUR" ? subscription.Amount * EuropeanTaxPercent / 100 : 0,
            Status = "open",
        };
        var isLast = next >= (subscription.EndedAt ?? DemoCalendar.Now.AddSeconds(1));
        if (isLast && subscription.CancelReason is "payment failed") { return invoice with { Status = "uncollectible" }; }
        return isLast && subscription.Status is "past_due" ? invoice : Pay(random, invoice);
    }

    private static DemoInvoice Pay(DemoRandom random, DemoInvoice invoice)
    {
        var wasDeclined = random.Chance(25);
        var paidAt = invoice.IssuedAt.AddMinutes(wasDeclined ? random.Between(3000, 6000) : random.Between(55, 75));
        if (paidAt > DemoCalendar.Now) { return invoice; }
        var paid = invoice with { Status = "paid", PaidAt = paidAt, ChargeId = DemoIds.Stripe("ch", invoice.Number), WasDeclined = wasDeclined };
        var refundedAt = paidAt.AddDays(random.Between(1, 25));
        if (!random.Chance(12) || refundedAt > DemoCalendar.Now) { return paid; }
        return paid with { Refunded = random.Chance(600) ? invoice.Total : invoice.Total / 2, RefundedAt = refundedAt };
    }
}
