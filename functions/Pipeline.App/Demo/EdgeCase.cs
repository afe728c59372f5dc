using System.Collections.Immutable;

namespace Pipeline.App.Demo;

/// <summary>Something that goes wrong, or is special, in real exports and is planted in the demo.</summary>
/// <param name="Name">Its name.</param>
/// <param name="File">Where it lies.</param>
/// <param name="Expected">What must become of it.</param>
internal sealed record EdgeCase(string Name, string File, string Expected)
{
    public static ImmutableArray<EdgeCase> All { get; } =
    [
        new("refund", "stripe/unified_payments.csv", "a credit_refund that lowers revenue on the day of the refund"),
        new("partial refund", "stripe/unified_payments.csv", "the same, for half of the payment"),
        new("declined payment", "stripe/unified_payments.csv", "a failed payment, no revenue"),
        new("plan switch", "stripe/subscriptions.csv", "one subscription ends and one starts in the same second: expansion or contraction, no churn"),
        new("annual plan", "stripe/subscriptions.csv", "a twelfth of its price is monthly recurring revenue; its invoice is earned over the year"),
        new("trial that converts", "stripe/subscriptions.csv", "a customer from the end of the trial"),
        new("trial that does not", "stripe/subscriptions.csv", "never a customer"),
        new("reactivation", "stripe/subscriptions.csv", "churn, then reactivation: the customer is not new again"),
        new("unpaid invoice", "stripe/invoices.csv", "uncollectible; the subscription ended"),
        new("second currency", "stripe/*.csv, salesforce/Opportunity.csv", "euros become dollars at the rate of finance/fx_rates.csv"),
        new("same file twice", "stripe/invoices (1).csv", "recognised by content, counted once"),
        new("duplicate row", "salesforce/Lead.csv", "one lead"),
        new("late file", "late/Opportunity.csv", "an export of March that arrives after that of June changes nothing"),
        new("restated spend", "google_ads/Campaign report (1).csv", "the newer report replaces the days of the older one"),
        new("total rows", "google_ads/*.csv, meta_ads/*.csv", "left out, and compared with the sum of the rows"),
        new("Spanish export", "meta_ads/Harbor-Desk-España-…csv", "Spanish headers, decimal comma, euros, CRLF"),
        new("Traditional Chinese export", "meta_ads/Harbor-Desk-台灣-…csv", "Chinese headers, year first with slashes, Taiwan dollars"),
        new("Data Loader error file", "salesforce/error063026233012345.csv", "recognised as no export and ignored"),
        new("missing id", "salesforce/Lead.csv", "one row in quarantine"),
        new("ragged row", "stripe/unified_payments.csv", "one row in quarantine"),
        new("bad date", "finance/ledger.csv", "one row in quarantine"),
        new("bad date", "finance/quotas.csv", "one row in quarantine"),
        new("broken amount", "finance/manual_costs.csv", "one row in quarantine"),
    ];
}
