using System.Collections.Immutable;
using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>Stripe's subscriptions.csv: one row per subscription, with one plan.</summary>
/// <remarks>
/// The file names no items, so the subscription's id stands for its only item; a change of plan is then a change of that item.
/// It shows the present state alone: each export adds one priced state, at its watermark.
/// </remarks>
public static class StripeDashboardSubscriptions
{
    private static readonly Header Id = ["id"];
    private static readonly Header Status = ["Status"];
    private static readonly Header Plan = ["Plan", "Price ID", "Plan ID"];
    private static readonly Header Created = ["Created (UTC)", "Created date (UTC)"];

    public static SourceDefinition Export { get; } = new()
    {
        Name = "stripe-dashboard-subscriptions",
        System = StripeTerms.System,
        Object = "subscription",
        Format = "dashboard_csv",
        Signature = new()
        {
            All = [Id, ["Customer ID"], Status, Created, ["Interval"]],
            AnyOf = [["Current Period Start (UTC)"], ["Current Period End (UTC)"], ["Trial End (UTC)"], ["Canceled At (UTC)"], ["Ended At (UTC)"]],
            AtLeast = 2,
        },
        Watermark = ["Created (UTC)", "Created date (UTC)", "Start (UTC)", "Start Date (UTC)", "Current Period Start (UTC)", "Canceled At (UTC)", "Ended At (UTC)"],
        Outputs =
        [
            new()
            {
                Table = FactTables.Subscription,
                Columns =
                [
                    Read.Id("subscription_id", Id),
                    Read.Id("customer_id", "Customer ID"),
                    Read.Label("status", StripeTerms.SubscriptionStatus, Status),
                    Read.Instant("created_at", Created),
                    Read.Instant("started_at", "Start Date (UTC)").OrElse("Start (UTC)").OrElse(Created),
                    Read.Instant("trial_start", "Trial Start (UTC)"),
                    Read.Instant("trial_end", "Trial End (UTC)"),
                    Read.Instant("current_period_start", "Current Period Start (UTC)"),
                    Read.Instant("current_period_end", "Current Period End (UTC)"),
                    Read.Instant("cancel_at", "Cancel At (UTC)"),
                    Read.Instant("canceled_at", "Canceled At (UTC)"),
                    Read.Instant("ended_at", "Ended At (UTC)"),
                    Read.Text("cancel_reason", "Cancellation Reason"),
                    Read.Number("discount_percent", "Discount Percent", "Percent Off"),
                    Read.Text("collection_method", "Collection Method", "Billing"),
                ],
            },
            new() { Table = FactTables.SubscriptionItem, Columns = [.. Price, Read.Id("product_id", "Product ID", "Product")] },
            new()
            {
                Table = FactTables.SubscriptionEvent,
                Columns =
                [
                    .. Price,
                    Read.Watermark("occurred_at"),
                    Read.Label("status", StripeTerms.SubscriptionStatus, Status),
                    Read.Number("discount_percent", "Discount Percent", "Percent Off"),
                    Read.Constant("evidence", "snapshot_diff"),
                ],
            },
        ],
    };

    private static ImmutableArray<Mapping> Price =>
    [
        Read.Id("subscription_id", Id),
        Read.Id("item_id", Id),
        Read.Id("plan_id", Plan),
        Read.Number("quantity", "Quantity"),
        Read.Number("unit_amount", "Amount"),
        Read.Currency("currency", "Currency"),
        Read.Label("interval", StripeTerms.Interval, "Interval"),
        Read.Integer("interval_count", "Interval Count"),
    ];
}
