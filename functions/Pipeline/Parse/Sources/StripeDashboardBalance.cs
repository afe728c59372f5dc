using System.Collections.Immutable;

namespace Pipeline.Parse.Sources;

/// <summary>Stripe's balance files: cash movements of what payments and refunds already say.</summary>
public static class StripeDashboardBalance
{
    private const string Reason = "Balance movements repeat payments, refunds and payouts. Bring the payments export (Payments > Export) instead.";

    public static ImmutableArray<SourceDefinition> All { get; } =
    [
        Ignored("stripe-dashboard-balance", "balance_transaction", ["id"], ["Type"], ["Source"], ["Net"], ["Available On (UTC)"]),
        Ignored("stripe-dashboard-balance-itemised", "balance_transaction", ["balance_transaction_id"], ["gross"], ["net"], ["reporting_category"]),
        Ignored("stripe-dashboard-payouts", "payout", ["id"], ["Amount"], ["Arrival Date (UTC)", "Arrival date (UTC)"], ["Status"]),
    ];

    private static SourceDefinition Ignored(string name, string @object, params ImmutableArray<Header> columns) => new()
    {
        Name = name,
        System = StripeTerms.System,
        Object = @object,
        Format = "dashboard_csv",
        Signature = new() { All = columns },
        IgnoredBecause = Reason,
    };
}
