using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>Stripe's plans and prices as Fivetran copies them.</summary>
public static class StripeFivetranPlans
{
    public static SourceDefinition Plans { get; } = Define("stripe-fivetran-plans", "plan", new()
    {
        All = [["id"], ["amount"], ["interval"], ["interval_count"], ["product_id"], ["usage_type"]],
    });

    public static SourceDefinition Prices { get; } = Define("stripe-fivetran-prices", "price", new()
    {
        All = [["id"], ["unit_amount"], ["recurring_interval"], ["recurring_interval_count"], ["product_id"]],
    });

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
                Table = FactTables.Plan,
                Columns =
                [
                    Read.Id("plan_id", "id"),
                    Read.Id("product_id", "product_id"),
                    Read.Text("name", "nickname"),
                    Read.MinorUnits("unit_amount", "unit_amount", "amount").OrElse("unit_amount_decimal"),
                    Read.Currency("currency", "currency"),
                    Read.Label("interval", StripeTerms.Interval, "recurring_interval", "interval"),
                    Read.Integer("interval_count", "recurring_interval_count", "interval_count"),
                    Read.Label("is_metered", StripeTerms.IsMetered, "recurring_usage_type", "usage_type"),
                    Read.Flag("is_deleted", "is_deleted"),
                ],
            },
        ],
    };
}
