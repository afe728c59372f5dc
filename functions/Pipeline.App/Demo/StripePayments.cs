using System.Collections.Immutable;
using static Pipeline.App.Demo.DemoFormat;

namespace Pipeline.App.Demo;

/// <summary>unified_payments.csv: declined tries and payments; a refund is only a column of its payment. One row is cut short.</summary>
internal static class StripePayments
{
    private const int FeePermille = 29;
    private const int FixedFee = 30;

    public static CsvText Write(DemoCompany company)
    {
        var text = new CsvText();
        text.Row("id", "Created date (UTC)", "Amount", "Amount Refunded", "Currency", "Captured", "Converted Amount", "Converted Amount Refunded", "Converted Currency", "Decline Reason", "Description", "Fee", "Refunded date (UTC)", "Statement Descriptor", "Status", "Seller Message", "Taxes On Fee", "Customer ID", "Customer Description", "Customer Email", "Invoice ID", "Invoice Number");
        var rates = company.Rates.Where(rate => rate.Currency is "EUR").ToImmutableSortedDictionary(rate => rate.Date, rate => rate.Millionths);
        foreach (var invoice in company.Invoices.Where(invoice => invoice.PaidAt is not null))
        {
            if (invoice.WasDeclined) { DeclinedRow(text, invoice); }
            PaidRow(text, invoice, rates);
        }

        // Somebody cut the file while copying it: the last row has no end.
        return text.Line("ch_1PHbrDskCUT,2026-06-30 21:14,99.00");
    }

    private static void PaidRow(CsvText text, DemoInvoice invoice, ImmutableSortedDictionary<DateOnly, int> rates)
    {
        var customer = invoice.Subscription.Customer;
        var settled = Settle(invoice, invoice.Total, rates);
        text.Row(
            invoice.ChargeId, Minutes(invoice.PaidAt), Money(invoice.Total), Money(invoice.Refunded), customer.Currency.ToLowerInvariant(), "true", Money(settled), Money(Settle(invoice, invoice.Refunded, rates)), "usd", "", "Subscription update",
            Money((settled * FeePermille / 1000) + FixedFee), Minutes(invoice.RefundedAt), "HARBOR DESK", invoice.Refunded == invoice.Total ? "Refunded" : "Paid", "Payment complete.", "0.00", customer.Id, customer.Prospect.Name, customer.Prospect.Email, invoice.Id, FormattableString.Invariant($"HD-{invoice.Number:000000}"));
    }

    private static void DeclinedRow(CsvText text, DemoInvoice invoice)
    {
        var customer = invoice.Subscription.Customer;
        text.Row(
            DemoIds.Stripe("py", invoice.Number), Minutes(invoice.IssuedAt.AddMinutes(60)), Money(invoice.Total), "0.00", customer.Currency.ToLowerInvariant(), "false", "", "", "", "insufficient_funds", "Subscription update", "", "", "HARBOR DESK", "Failed",
            "The bank did not return any further details with this decline.", "", customer.Id, customer.Prospect.Name, customer.Prospect.Email, invoice.Id, FormattableString.Invariant($"HD-{invoice.Number:000000}"));
    }

    private static long Settle(DemoInvoice invoice, long amount, ImmutableSortedDictionary<DateOnly, int> rates)
    {
        if (invoice.Subscription.Customer.Currency is "USD") { return amount; }
        var day = DateOnly.FromDateTime(invoice.PaidAt!.Value);
        while (!rates.ContainsKey(day)) { day = day.AddDays(-1); }
        return amount * rates[day] / 1_000_000;
    }
}
