using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>Exchange rates of the user's own: <c>date,from,to,rate</c>.</summary>
/// <remarks>An amount in <c>to</c> is the amount in <c>from</c> times the rate, from that date on.</remarks>
public static class GenericFxRates
{
    private static readonly Header Date = ["date", "rate_date"];
    private static readonly Header From = ["from", "from_currency", "base", "base_currency"];
    private static readonly Header To = ["to", "to_currency", "quote", "quote_currency"];
    private static readonly Header Rate = ["rate", "exchange_rate", "fx_rate"];

    public static SourceDefinition Table { get; } = new()
    {
        Name = "generic-fx-rates",
        System = "generic_csv",
        Object = "fx_rate",
        Format = "own_csv",
        Signature = new() { All = [Date, From, To, Rate] },
        Watermark = Date,
        Outputs =
        [
            new()
            {
                Table = FactTables.FxRate,
                Columns =
                [
                    Read.Date("rate_date", Date),
                    Read.Currency("from_currency", From).Required(),
                    Read.Currency("to_currency", To).Required(),
                    Read.Number("rate", Rate),
                    Read.Text("rate_type", "rate_type", "type").OrDefault("spot_close"),
                ],
            },
        ],
    };
}
