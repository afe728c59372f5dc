using System.Collections.Immutable;
using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>The reports of Salesforce about opportunities, exported as "details only": the list, and the two histories.</summary>
/// <remarks>
/// Ids have 15 characters and dates no time. What a report says of an opportunity yields to an export of the object itself.
/// A stage is entered where <c>To Stage</c> differs from <c>From Stage</c>; rows of other changes say themselves that the stage stayed.
/// </remarks>
public static class SalesforceReports
{
    private static readonly Header OpportunityId = ["Opportunity ID", "ID de la oportunidad", "Id. de oportunidad", "商機 ID"];
    private static readonly Header OpportunityName = ["Opportunity Name", "Nombre de la oportunidad", "商機名稱"];
    private static readonly Header Stage = ["Stage", "Etapa", "階段"];
    private static readonly Header FromStage = ["From Stage", "De etapa", "Etapa de origen", "從階段"];
    private static readonly Header ToStage = ["To Stage", "A etapa", "Etapa de destino", "至階段"];
    private static readonly Header LastModified = ["Last Modified", "Last Modified Date", "Última modificación", "Fecha de la última modificación", "上次修改日期"];
    private static readonly Header Amount = ["Amount", "Importe", "Importe de la oportunidad", "金額"];
    private static readonly Header CloseDate = ["Close Date", "Fecha de cierre", "結束日期"];
    private static readonly Header CreatedDate = ["Created Date", "Fecha de creación", "建立日期"];
    private static readonly Header Owner = ["Opportunity Owner", "Propietario de la oportunidad", "商機擁有人"];
    private static readonly Header Field = ["Field / Event", "Campo / Evento", "欄位/事件"];
    private static readonly Header OldValue = ["Old Value", "Valor anterior", "舊值"];
    private static readonly Header NewValue = ["New Value", "Nuevo valor", "新值"];
    private static readonly Header EditDate = ["Edit Date", "Fecha de modificación", "編輯日期"];

    private static readonly Output Opportunity = new()
    {
        Table = FactTables.Opportunity,
        Authority = -1,
        Columns =
        [
            Read.SalesforceId("opportunity_id", OpportunityId),
            Read.Text("name", OpportunityName),
            Read.KeyedHash("owner_id", Owner),
            Read.Text("stage", Stage),
            Read.OpportunityStatus("status", Stage, ["Closed", "Cerrada", "已結束"], ["Won", "Ganada", "已成交"]),
            Read.Number("amount", Amount),
            Read.Currency("currency", "Amount Currency", "Divisa de Importe", "金額 貨幣"),
            Read.Percent("probability", "Probability (%)", "Probabilidad (%)", "可能性 (%)"),
            Read.InstantOrDay("created_at", CreatedDate),
            Read.Date("close_date", CloseDate),
            Read.Label("deal_type", DealTypes.Labels, "Type", "Tipo", "類型"),
            Read.Text("lead_source", "Lead Source", "Origen del prospecto", "Origen del candidato", "潛在客戶來源"),
        ],
    };

    public static SourceDefinition Opportunities { get; } = Report(
        "salesforce-opportunity-report",
        new() { All = [OpportunityName, Stage, CloseDate], None = [FromStage, Field] }) with
    {
        Watermark = [.. LastModified, .. CreatedDate],
        Requires =
        [
            new("no_record_id", OpportunityId, "The report names no record, and two opportunities may share a name. Add the column 'Opportunity ID' to the report and export again."),
        ],
    };

    public static SourceDefinition OpportunityHistory { get; } = Report(
        "salesforce-opportunity-history-report",
        new() { All = [OpportunityId, FromStage, ToStage, LastModified, Stage] },
        new Output()
        {
            Table = FactTables.OpportunityStageHistory,
            Columns =
            [
                Read.SalesforceId("opportunity_id", OpportunityId),
                Read.Text("from_stage", FromStage),
                Read.Text("to_stage", ToStage),
                Read.InstantOrDay("entered_at", LastModified),
                Read.Constant("evidence", "event_log"),
            ],
        }) with
    {
        Watermark = LastModified,
        Exclusions = [new("same_stage", Condition.IsSame(FromStage, ToStage))],
    };

    public static SourceDefinition OpportunityFieldHistory { get; } = Report(
        "salesforce-opportunity-field-history-report",
        new() { All = [OpportunityId, Field, OldValue, NewValue, EditDate, Stage] },
        new Output()
        {
            Table = FactTables.OpportunityStageHistory,
            Authority = -1,
            Where = [Condition.Is(Field, "Stage", "Etapa", "階段", "Created.", "Created", "Creado.", "已建立。"), Condition.HasValue(NewValue)],
            Columns =
            [
                Read.SalesforceId("opportunity_id", OpportunityId),
                Read.Text("from_stage", OldValue),
                Read.Text("to_stage", NewValue),
                Read.InstantOrDay("entered_at", EditDate),
                Read.Constant("evidence", "field_history"),
            ],
        }) with
    {
        Watermark = EditDate,
        Exclusions = [new("same_stage", Condition.IsSame(OldValue, NewValue))],
    };

    private static SourceDefinition Report(string name, Signature signature, params ImmutableArray<Output> stages) => new()
    {
        Name = name,
        System = "salesforce",
        Object = "Opportunity",
        Format = "sf_report",
        Signature = signature,
        TimeZone = SourceDefinition.ReportingZone,
        LocaleHints =
        [
            new(["Opportunity ID"], NumberLocale.Point, DateOrder.PerFile),
            new(["ID de la oportunidad", "Id. de oportunidad"], NumberLocale.Comma, DateOrder.DayFirst),
            new(["商機 ID"], NumberLocale.Point, DateOrder.MonthFirst),
        ],
        ForwardFill = [OpportunityId, OpportunityName],
        Footer = ["Grand Totals (", "Grand Summaries", "Totales generales", "Copyright (c)", "Confidential Information", "Generated By:", "Generado por:"],
        Outputs = [Opportunity, .. stages],
    };
}
