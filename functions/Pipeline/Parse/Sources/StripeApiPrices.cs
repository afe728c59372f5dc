using System.Collections.Immutable;
using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>The API's lists of prices and, before them, plans.</summary>
public static class StripeApiPrices
{
    public static SourceDefinition Prices { get; } = Define("stripe-api-prices", "price",
    [
        Read.MinorUnits("unit_amount", "unit_amount").OrElse("unit_amount_decimal"),
        Read.Label("interval", StripeTerms.Interval, "recurring.interval"),
        Read.Integer("interval_count", "recurring.interval_count"),
        Read.Label("is_metered", StripeTerms.IsMetered, "recurring.usage_type"),
    ]);

    public static SourceDefinition Plans { get; } = Define("stripe-api-plans", "plan",
    [
        Read.MinorUnits("unit_amount", "amount").OrElse("amount_decimal"),
        Read.Label("interval", StripeTerms.Interval, "interval"),
        Read.Integer("interval_count", "interval_count"),
        Read.Label("is_metered", StripeTerms.IsMetered, "usage_type"),
    ]);

    private static SourceDefinition Define(string name, string @object, ImmutableArray<Mapping> priced) => new()
    {
        Name = name,
        System = StripeTerms.System,
        Object = @object,
        Format = "api_json",
        Signature = new() { All = [["id"], ["object"], ["product", "product.id"]], FirstRow = [Condition.Is(["object"], @object)] },
        Watermark = ["created"],
        Exclusions = [StripeTerms.TestMode],
        Outputs =
        [
            new()
            {
                Table = FactTables.Plan,
                Columns =
                [
                    Read.Id("plan_id", "id"),
                    Read.Id("product_id", "product").OrElse("product.id"),
                    Read.Text("name", "nickname"),
                    Read.Currency("currency", "currency"),
                    Read.Flag("is_deleted", "deleted"),
                    .. priced,
                ],
            },
        ],
    };
}
