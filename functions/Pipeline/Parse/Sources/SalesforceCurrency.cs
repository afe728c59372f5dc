using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>Salesforce exchange rates: units of a currency for one unit of the corporate currency.</summary>
/// <remarks>
/// No row names the corporate currency: it is the currency set for the source <c>salesforce</c>, by default the reporting currency.
/// The static rates of <c>CurrencyType</c> count from the day they were last changed, and yield to dated ones.
/// </remarks>
public static class SalesforceCurrency
{
    private static readonly Header IsoCode = ["IsoCode", "iso_code"];
    private static readonly Header ConversionRate = ["ConversionRate", "conversion_rate"];
    private static readonly Header StartDate = ["StartDate", "start_date"];

    public static SourceDefinition Static { get; } = Salesforce.Object(
        "currency-type",
        "CurrencyType",
        new() { All = [Salesforce.Id, IsoCode, ConversionRate], None = [StartDate, Salesforce.LoadError, Salesforce.LoadStatus] },
        Rates("static", ["LastModifiedDate", "last_modified_date"]) with { Authority = -1 });

    public static SourceDefinition Dated { get; } = Salesforce.Object(
        "dated-conversion-rate",
        "DatedConversionRate",
        new() { All = [Salesforce.Id, IsoCode, ConversionRate, StartDate], None = [Salesforce.LoadError, Salesforce.LoadStatus] },
        Rates("dated", StartDate));

    public static SourceDefinition ReplicatedStatic { get; } = Salesforce.Replicated(Static);

    public static SourceDefinition ReplicatedDated { get; } = Salesforce.Replicated(Dated);

    private static Output Rates(string type, Header from) => Salesforce.Table(
        FactTables.FxRate,
        Read.Currency("from_currency", IsoCode),
        Read.Currency("to_currency"),
        Read.Date("rate_date", from),
        Read.Reciprocal("rate", ConversionRate),
        Read.Constant("rate_type", type));
}
