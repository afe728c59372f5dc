using System.Collections.Immutable;
using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>Stripe's subscriptions and their items as Fivetran copies them. Prices are in the plans.</summary>
public static class StripeFivetranSubscriptions
{
    private static readonly Signature OfSubscription = new()
    {
        All = [["id"], ["customer_id"], ["status"], ["current_period_start", "billing_cycle_anchor"], ["start_date", "start"], ["trial_end"]],
        None = [["_fivetran_active"]],
    };

    public static SourceDefinition Subscriptions { get; } = Define("stripe-fivetran-subscriptions", "subscription", OfSubscription);

    /// <summary>Every version of a subscription, of which the active ones are the present.</summary>
    public static SourceDefinition History { get; } =
        Define("stripe-fivetran-subscription-history", "subscription_history", OfSubscription with { All = OfSubscription.All.Add(["_fivetran_active"]), None = [] }) with
        {
            Exclusions = [StripeTerms.TestMode, new("superseded_version", Condition.Is(["_fivetran_active"], "false"))],
        };

    public static SourceDefinition Items { get; } = new()
    {
        Name = "stripe-fivetran-subscription-items",
        System = StripeTerms.System,
        Object = "subscription_item",
        Format = "fivetran",
        Signature = new() { All = [["id"], ["subscription_id"], ["plan_id", "price_id"], ["quantity"], ["created"]], None = [["invoice_id"], ["customer_id"]] },
        Watermark = ["_fivetran_synced", "created"],
        Outputs =
        [
            new() { Table = FactTables.SubscriptionItem, Columns = Item },
            new()
            {
                Table = FactTables.SubscriptionEvent,
                Columns = [.. Item, Read.Watermark("occurred_at"), Read.Constant("evidence", "snapshot_diff")],
            },
        ],
    };

    /// <remarks>The currency is the plan's, as the price is: neither is known here.</remarks>
    private static ImmutableArray<Mapping> Item =>
    [
        Read.Id("subscription_id", "subscription_id"),
        Read.Id("item_id", "id"),
        Read.Id("plan_id", "plan_id", "price_id"),
        Read.Number("quantity", "quantity"),
    ];

    private static SourceDefinition Define(string name, string @object, Signature signature) => new()
    {
        Name = name,
        System = StripeTerms.System,
        Object = @object,
        Format = "fivetran",
        Signature = signature,
        Watermark = ["_fivetran_synced", "created"],
        Exclusions = [StripeTerms.TestMode],
        Outputs =
        [
            new()
            {
                Table = FactTables.Subscription,
                Columns =
                [
                    Read.Id("subscription_id", "id"),
                    Read.Id("customer_id", "customer_id"),
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
                    Read.Text("collection_method", "collection_method", "billing"),
                    Read.Flag("is_deleted", "is_deleted"),
                ],
            },
        ],
    };
}
