using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>HubSpot deals: one row per deal as it stands, and one stage entry for each filled <c>Date entered "Stage (Pipeline)"</c>.</summary>
/// <remarks>
/// A skipped stage has no date; a stage entered again shows its last entry only. <c>pipeline</c> is null for HubSpot's default pipeline, as for a CRM that has none.
/// <c>Amount in company currency</c> moves with the rates until the deal closes, so it is kept beside the amount and never instead of it.
/// </remarks>
public static class HubSpotDeals
{
    private static readonly Header Name = ["Deal Name", "Nombre del negocio", "交易名稱", "property_dealname"];
    private static readonly Header Stage = ["Deal Stage", "Etapa del negocio", "交易階段", "deal_pipeline_stage_id", "property_dealstage"];
    private static readonly Header Pipeline = ["Pipeline", "Pipeline del negocio", "管道", "deal_pipeline_id", "property_pipeline"];
    private static readonly Header Amount = ["Amount", "Importe", "Valor", "金額", "property_amount"];
    private static readonly Header CloseDate = ["Close Date", "Fecha de cierre", "結束日期", "property_closedate"];
    private static readonly Header OwnerName = ["Deal owner", "Propietario del negocio", "交易負責人"];
    private static readonly Header OwnerId = ["hubspot_owner_id", "owner_id", "property_hubspot_owner_id"];
    private static readonly Header ReplicatedId = ["deal_id"];

    private static readonly LabelMap Pipelines = LabelMap.Of(
        ("Sales Pipeline", ""), ("default", ""), ("Pipeline de ventas", ""), ("Canal de ventas", ""), ("銷售管道", ""), ("銷售管線", "")).Otherwise(LabelMap.Keep);

    public static SourceDefinition Labels { get; } = HubSpot.Export(
        "deals",
        "deal",
        new() { All = [HubSpot.Record, Stage], AnyOf = [Name, Pipeline, Amount, CloseDate], AtLeast = 2 },
        Deal(HubSpot.Record, Read.KeyedHash("owner_id", OwnerName)),
        Entered(HubSpot.Record));

    public static SourceDefinition InternalNames { get; } = HubSpot.Export(
        "deals-internal-names",
        "deal",
        new() { All = [HubSpot.ObjectId, Stage], AnyOf = [Name, Pipeline, Amount, CloseDate], AtLeast = 2 },
        Deal(HubSpot.ObjectId, Read.Id("owner_id", OwnerId)),
        Entered(HubSpot.ObjectId));

    public static SourceDefinition Replicated { get; } = HubSpot.Replicated(
        "deal",
        "deal",
        new() { All = [ReplicatedId, Stage, ["property_dealname"]] },
        Deal(ReplicatedId, Read.Id("owner_id", OwnerId)),
        Entered(ReplicatedId));

    private static Output Deal(Header id, Mapping owner) => new()
    {
        Table = FactTables.Opportunity,
        Columns =
        [
            Read.Id("opportunity_id", id),
            Read.Text("name", Name),
            Read.FirstOfList("account_id", "Associated Company IDs", "Associated Company ID", "ID de Company asociados"),
            Read.FirstOfList("contact_id", "Associated Contact IDs", "Associated Contact ID", "ID de Contact asociados"),
            owner,
            Read.Label("pipeline", Pipelines, Pipeline),
            Read.Text("stage", Stage),
            Read.OpportunityStatus(
                "status",
                Stage,
                ["Is Deal Closed?", "Is Closed", "hs_is_closed", "property_hs_is_closed"],
                ["Is Closed Won", "hs_is_closed_won", "property_hs_is_closed_won"]),
            Read.Number("amount", Amount),
            Read.Currency("currency", "Currency", "Divisa", "Moneda", "貨幣", "deal_currency_code", "property_deal_currency_code"),
            Read.Number("amount_company_currency", "Amount in company currency", "Importe en la moneda de la empresa", "amount_in_home_currency", "property_amount_in_home_currency"),
            Read.Number("expected_amount", "Weighted amount", "hs_projected_amount", "property_hs_projected_amount"),
            Read.Number("probability", "Deal probability", "Probabilidad del negocio", "hs_deal_stage_probability", "property_hs_deal_stage_probability"),
            Read.InstantOrDay("created_at", HubSpot.CreateDate),
            Read.Date("close_date", CloseDate),
            Read.Text("lost_reason", "Closed Lost Reason", "Motivo de cierre perdido", "closed_lost_reason", "property_closed_lost_reason"),
            Read.Label("deal_type", DealTypes.Labels, "Deal Type", "Tipo de negocio", "交易類型", "property_dealtype"),
            Read.Text("lead_source", HubSpot.Source),
            Read.Text("forecast_category", "Forecast category", "hs_manual_forecast_category", "hs_forecast_category", "property_hs_manual_forecast_category"),
            HubSpot.Deletion,
        ],
    };

    private static Output Entered(Header id) => new()
    {
        Table = FactTables.OpportunityStageHistory,
        Unpivot = new(
            "Date entered \"{stage} ({pipeline})\"",
            "Date entered \"{stage}\"",
            "Fecha de entrada en \"{stage} ({pipeline})\"",
            "Fecha de ingreso a \"{stage} ({pipeline})\"",
            "hs_v2_date_entered_{stage}",
            "hs_date_entered_{stage}",
            "property_hs_v2_date_entered_{stage}",
            "property_hs_date_entered_{stage}"),
        Columns =
        [
            Read.Id("opportunity_id", id),
            Read.Text("to_stage", "{stage}"),
            Read.InstantOrDay("entered_at", "{value}"),
            Read.Constant("evidence", "date_entered_column"),
            HubSpot.Deletion,
        ],
    };
}
