using System.Collections.Immutable;
using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>The API's list of subscriptions with their items, of either generation: with the price (newer) or the plan (older) in the item.</summary>
/// <remarks>It shows the present state alone: each export adds one priced state per item, at its watermark.</remarks>
public static class StripeApiSubscriptions
{
    private const string Items = "items.data[]";

    public static SourceDefinition List { get; } = new()
    {
        Name = "stripe-api-subscriptions",
        System = StripeTerms.System,
        Object = "subscription",
        Format = "api_json",
        Signature = new() { All = [["id"], ["object"], ["customer", "customer.id"], ["status"]], FirstRow = [Condition.Is(["object"], "subscription")] },
        Watermark = ["created", "start_date", "canceled_at", "ended_at", "current_period_start"],
        Exclusions = [StripeTerms.TestMode],
        Outputs =
        [
            new()
            {
                Table = FactTables.Subscription,
                Columns =
                [
                    Read.Id("subscription_id", "id"),
                    Read.Id("customer_id", "customer").OrElse("customer.id"),
                    Read.Label("status", StripeTerms.SubscriptionStatus, "status"),
                    Read.Instant("created_at", "created"),
                    Read.Instant("started_at", "start_date").OrElse("start").OrElse("created"),
                    Read.Instant("trial_start", "trial_start"),
                    Read.Instant("trial_end", "trial_end"),
                    Read.Instant("current_period_start", "current_period_start"),
                    Read.Instant("current_period_end", "current_period_end"),
                    Read.Instant("cancel_at", "cancel_at"),
                    Read.Instant("canceled_at", "canceled_at"),
                    Read.Instant("ended_at", "ended_at"),
                    Read.Text("cancel_reason", "cancellation_details.feedback").OrElse("cancellation_details.reason"),
                    Discount,
                    Read.Text("collection_method", "collection_method", "billing"),
                ],
            },
            new() { Table = FactTables.SubscriptionItem, RowsOf = Items, Columns = [.. StripeApiSubscriptionItems.Item("id", Items + ".")] },
            new()
            {
                Table = FactTables.SubscriptionEvent,
                RowsOf = Items,
                Columns =
                [
                    .. StripeApiSubscriptionItems.Event("id", Items + "."),
                    Read.Label("status", StripeTerms.SubscriptionStatus, "status"),
                    Discount,
                ],
            },
        ],
    };

    private static Mapping Discount => Read.Number("discount_percent", "discount.coupon.percent_off")
        .OrElse("discounts[].coupon.percent_off").OrElse("discounts[].source.coupon.percent_off");
}
