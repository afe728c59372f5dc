using Pipeline.Model;
using Pipeline.Parse;

namespace Pipeline.Tests.Parse;

/// <summary>Small sources for tests.</summary>
internal static class Declarations
{
    /// <summary>Invoices with a day, an amount and what else a test wants to read.</summary>
    public static SourceDefinition Invoices { get; } = new()
    {
        Name = "test-invoices",
        System = "test",
        Object = "invoice",
        Format = "csv",
        Signature = new() { All = [["id", "Nummer"], ["amount", "Betrag", "Amount ({currency})"]] },
        Outputs =
        [
            new()
            {
                Table = FactTables.Invoice,
                Columns =
                [
                    Read.Id("invoice_id", "id", "Nummer"),
                    Read.Text("customer_id", "customer").OrDefault("c"),
                    Read.Constant("type", "invoice"),
                    Read.Constant("status", "paid"),
                    Read.Date("issued_date", "day").OrDefault("2026-01-01"),
                    Read.InstantOrDay("paid_at", "paid at"),
                    Read.Currency("currency", "currency"),
                    Read.Number("total", "amount", "Betrag", "Amount ({currency})"),
                    Read.Text("description", "text"),
                ],
            },
        ],
    };

    /// <summary>The same amounts in minor units.</summary>
    public static SourceDefinition MinorUnits { get; } = Invoices with
    {
        Outputs =
        [
            Invoices.Outputs[0] with { Columns = [.. Invoices.Outputs[0].Columns.Where(mapping => mapping.Column != "total"), Read.MinorUnits("total", "amount")] },
        ],
    };

    /// <summary>Spend by day, as an ad platform's report.</summary>
    public static SourceDefinition Spend { get; } = Pipeline.Parse.Sources.GoogleAdsDaily.CampaignReport;
}
