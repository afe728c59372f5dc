using static Pipeline.App.Demo.DemoFormat;

namespace Pipeline.App.Demo;

/// <summary>What Stripe's dashboard exports: amounts in major units, times in UTC, lower-case currencies.</summary>
internal static class StripeFiles
{
    private const string Folder = "stripe/";

    public static IEnumerable<DemoFile> Write(DemoCompany company)
    {
        yield return File("customers.csv", Customers(company));
        yield return File("subscriptions.csv", Subscriptions(company));
        var invoices = Invoices(company).Bytes();
        yield return new DemoFile(Folder + "invoices.csv", DemoCalendar.Now, invoices);

        // The browser saved the same download twice.
        yield return new DemoFile(Folder + "invoices (1).csv", DemoCalendar.Now, invoices);
        yield return File("unified_payments.csv", StripePayments.Write(company));
    }

    private static DemoFile File(string name, CsvText text) => new(Folder + name, DemoCalendar.Now, text.Bytes());

    private static CsvText Customers(DemoCompany company)
    {
        var text = new CsvText();
        text.Row("id", "Description", "Email", "Name", "Created (UTC)", "Delinquent", "Currency", "Plan", "Status", "Total Spend", "Payment Count", "Average Order", "Refunded Volume", "Dispute Losses", "salesforce_account_id (metadata)");
        var paid = company.Invoices.Where(invoice => invoice.PaidAt is not null).ToLookup(invoice => invoice.Subscription.Customer.Id, StringComparer.Ordinal);
        var last = company.Subscriptions.ToLookup(subscription => subscription.Customer.Id, StringComparer.Ordinal);
        foreach (var customer in company.Customers)
        {
            var invoices = paid[customer.Id].ToArray();
            var total = invoices.Sum(invoice => invoice.Total);
            var current = last[customer.Id].Last();
            text.Row(
                customer.Id, customer.Prospect.Name, customer.Prospect.Email, customer.Prospect.FullName, Minutes(customer.CreatedAt), current.Status is "past_due" ? "true" : "false", customer.Currency.ToLowerInvariant(),
                current.Plan.Id, current.Status, Money(total), Whole(invoices.Length), Money(invoices.Length == 0 ? 0 : total / invoices.Length), Money(invoices.Sum(invoice => invoice.Refunded)), "0.00", customer.AccountId ?? "");
        }

        return text;
    }

    private static CsvText Subscriptions(DemoCompany company)
    {
        var text = new CsvText();
        text.Row("id", "Customer ID", "Customer Description", "Customer Email", "Customer Name", "Plan", "Product", "Quantity", "Currency", "Interval", "Amount", "Status", "Created (UTC)", "Start (UTC)", "Start Date (UTC)", "Current Period Start (UTC)", "Current Period End (UTC)", "Trial Start (UTC)", "Trial End (UTC)", "Application Fee Percent", "Coupon", "Tax Percent", "Canceled At (UTC)", "Ended At (UTC)", "Cancellation Reason");
        foreach (var subscription in company.Subscriptions) { SubscriptionRow(text, subscription); }
        return text;
    }

    private static void SubscriptionRow(CsvText text, DemoSubscription subscription)
    {
        var (customer, plan) = (subscription.Customer, subscription.Plan);
        var (start, end) = CurrentPeriod(subscription);
        text.Row(
            subscription.Id, customer.Id, customer.Prospect.Name, customer.Prospect.Email, customer.Prospect.FullName, plan.Id, plan.Product, Whole(subscription.Quantity), customer.Currency.ToLowerInvariant(), plan.IsYearly ? "year" : "month",
            Money(plan.Price(customer.Currency)), subscription.Status, Seconds(subscription.StartedAt), Seconds(subscription.StartedAt), Seconds(subscription.StartedAt), Seconds(start), Seconds(end),
            Seconds(subscription.TrialEnd is null ? null : subscription.StartedAt), Seconds(subscription.TrialEnd), "", "", "", Seconds(subscription.CanceledAt), Seconds(subscription.EndedAt), subscription.CancelReason);
    }

    private static (DateTime Start, DateTime End) CurrentPeriod(DemoSubscription subscription)
    {
        var until = subscription.EndedAt ?? DemoCalendar.Now;
        if (until <= subscription.PaidFrom) { return (subscription.StartedAt, subscription.PaidFrom); }
        var period = 0;
        while (BillingSimulation.PeriodStart(subscription, period + 1) < until) { period++; }
        return (BillingSimulation.PeriodStart(subscription, period), BillingSimulation.PeriodStart(subscription, period + 1));
    }

    private static CsvText Invoices(DemoCompany company)
    {
        var text = new CsvText();
        text.Row("id", "Amount Due", "Billing", "Closed", "Currency", "Customer", "Customer Name", "Customer Email", "Date (UTC)", "Due Date (UTC)", "Number", "Paid", "Paid At (UTC)", "Subscription", "Subtotal", "Total Discount Amount", "Applied Coupons", "Tax", "Tax Percent", "Total", "Amount Paid", "Status", "Attempted", "Charge", "Description", "Minimum Line Item Period Start (UTC)", "Maximum Line Item Period End (UTC)", "Finalized At (UTC)", "Marked Uncollectible At (UTC)", "Voided At (UTC)");
        foreach (var invoice in company.Invoices) { InvoiceRow(text, invoice); }
        return text;
    }

    private static void InvoiceRow(CsvText text, DemoInvoice invoice)
    {
        var customer = invoice.Subscription.Customer;
        var isPaid = invoice.PaidAt is not null;
        text.Row(
            invoice.Id, Money(invoice.Total), "charge_automatically", isPaid ? "TRUE" : "FALSE", customer.Currency.ToLowerInvariant(), customer.Id, customer.Prospect.FullName, customer.Prospect.Email, Minutes(invoice.IssuedAt), "",
            FormattableString.Invariant($"HD-{invoice.Number:000000}"), isPaid ? "TRUE" : "FALSE", Minutes(invoice.PaidAt), invoice.Subscription.Id, Money(invoice.Subtotal), "", "", invoice.Tax == 0 ? "" : Money(invoice.Tax), invoice.Tax == 0 ? "" : "20",
            Money(invoice.Total), Money(isPaid ? invoice.Total : 0), invoice.Status, "TRUE", invoice.ChargeId, invoice.Subscription.Plan.Product, Minutes(invoice.IssuedAt), Minutes(invoice.ServiceEnd), Minutes(invoice.IssuedAt.AddMinutes(55)),
            invoice.Status is "uncollectible" ? Minutes(Earlier(invoice.IssuedAt.AddDays(21))) : "", "");
    }

    private static DateTime Earlier(DateTime at) => at < DemoCalendar.Now ? at : DemoCalendar.Now;
}
