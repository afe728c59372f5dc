using System.Collections.Immutable;
using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>The API's list of the items of a subscription, also found inside subscriptions.</summary>
public static class StripeApiSubscriptionItems
{
    public static SourceDefinition List { get; } = new()
    {
        Name = "stripe-api-subscription-items",
        System = StripeTerms.System,
        Object = "subscription_item",
        Format = "api_json",
        Signature = new() { All = [["id"], ["object"], ["subscription"]], FirstRow = [Condition.Is(["object"], "subscription_item")] },
        Watermark = ["created"],
        Exclusions = [new("test_mode", Condition.Is(["price.livemode"], "false"))],
        Outputs =
        [
            new() { Table = FactTables.SubscriptionItem, Columns = [.. Item("subscription", "")] },
            new() { Table = FactTables.SubscriptionEvent, Columns = [.. Event("subscription", "")] },
        ],
    };

    /// <summary>The columns of an item whose values are named with <paramref name="prefix"/>.</summary>
    internal static ImmutableArray<Mapping> Item(string subscription, string prefix) =>
    [
        .. Price(subscription, prefix),
        Read.Id("product_id", prefix + "price.product").OrElse(prefix + "price.product.id").OrElse(prefix + "plan.product"),
        Read.Label("is_metered", StripeTerms.IsMetered, prefix + "price.recurring.usage_type").OrElse(prefix + "plan.usage_type"),
    ];

    internal static ImmutableArray<Mapping> Event(string subscription, string prefix) =>
    [
        .. Price(subscription, prefix),
        Read.Watermark("occurred_at"),
        Read.Constant("evidence", "snapshot_diff"),
    ];

    private static ImmutableArray<Mapping> Price(string subscription, string prefix) =>
    [
        Read.Id("subscription_id", subscription),
        Read.Id("item_id", prefix + "id"),
        Read.Id("plan_id", prefix + "price.id").OrElse(prefix + "plan.id"),
        Read.Number("quantity", prefix + "quantity"),
        Read.MinorUnits("unit_amount", prefix + "price.unit_amount").OrElse(prefix + "price.unit_amount_decimal")
            .OrElse(prefix + "plan.amount").OrElse(prefix + "plan.amount_decimal"),
        Read.Currency("currency", prefix + "price.currency").OrElse(prefix + "plan.currency").OrElse("currency"),
        Read.Label("interval", StripeTerms.Interval, prefix + "price.recurring.interval").OrElse(prefix + "plan.interval"),
        Read.Integer("interval_count", prefix + "price.recurring.interval_count").OrElse(prefix + "plan.interval_count"),
    ];
}
