using System.Collections.Immutable;
using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>Dynamics 365 opportunities, as "Export to Excel" writes them: display labels, and hidden columns with the record id.</summary>
/// <remarks>
/// The sales stage <c>Close</c> holds won and lost ones alike, so the status decides. Customers and campaigns are names, not ids, and are left out; an owner is a name, of which a keyed hash is kept.
/// </remarks>
public static class DynamicsOpportunities
{
    private static readonly Header RecordId = ["(Do Not Modify) Opportunity", "(No modificar) Oportunidad", "(請勿修改) 商機"];
    private static readonly Header Topic = ["Topic", "Tema", "主題"];
    private static readonly Header Status = ["Status", "Estado", "狀態"];
    private static readonly Header StatusReason = ["Status Reason", "Razón para el estado", "狀態原因"];
    private static readonly Header EstimatedRevenue = ["Est. revenue", "Est. Revenue", "Ingresos est.", "預估收入"];
    private static readonly Header ActualRevenue = ["Actual Revenue", "Ingresos reales", "實際收入"];
    private static readonly Header EstimatedClose = ["Est. close date", "Fecha de cierre est.", "預估結束日期"];
    private static readonly ImmutableArray<string> Won = ["Won", "Ganada", "Logrado", "成交"];

    private static readonly ImmutableArray<string> Lost = ["Lost", "Perdida", "Perdido", "失去"];

    private static readonly LabelMap Statuses = LabelMap.Of(
        ("Open", "open"), ("Abierta", "open"), ("開啟", "open"), ("Won", "won"), ("Ganada", "won"), ("Logrado", "won"), ("成交", "won"),
        ("Lost", "lost"), ("Perdida", "lost"), ("Perdido", "lost"), ("失去", "lost"));

    public static SourceDefinition Export { get; } = new()
    {
        Name = "dynamics-opportunities",
        System = "dynamics365",
        Object = "opportunity",
        Format = "ui_export",
        Signature = new() { All = [Topic, Status, EstimatedRevenue], AnyOf = [StatusReason, EstimatedClose, ["Potential Customer", "Cliente potencial", "潛在客戶"]] },
        Watermark = ["(Do Not Modify) Modified On", "(No modificar) Fecha de modificación", "(請勿修改) 修改時間", "Modified On", "Created On"],
        TimeZone = SourceDefinition.ReportingZone,
        Requires =
        [
            new("no_record_id", RecordId, "The export names no record. Export again to Excel without deleting the hidden columns '(Do Not Modify) Opportunity' and those beside it."),
        ],
        LocaleHints = [new(["Tema"], NumberLocale.Comma, DateOrder.DayFirst), new(["Topic"], NumberLocale.Point, DateOrder.PerFile)],
        Outputs =
        [
            Opportunity(Condition.Is(Status, Won), Read.Number("amount", ActualRevenue).OrElse(EstimatedRevenue)),
            Opportunity(Condition.Is(Status, Lost), Read.Number("amount", EstimatedRevenue), Read.Text("lost_reason", StatusReason)),
            Opportunity(Condition.IsNot(Status, Won.AddRange(Lost)), Read.Number("amount", EstimatedRevenue)),
        ],
    };

    private static Output Opportunity(Condition where, params ImmutableArray<Mapping> own) => new()
    {
        Table = FactTables.Opportunity,
        Where = [where],
        Columns =
        [
            Read.Id("opportunity_id", RecordId),
            Read.Text("name", Topic),
            Read.KeyedHash("owner_id", "Owner", "Propietario", "負責人"),
            Read.Text("stage", "Sales Stage", "Fase de ventas", "銷售階段").OrElse(StatusReason),
            Read.Label("status", Statuses, Status),
            Read.Currency("currency", "Currency", "Divisa", "貨幣"),
            Read.Percent("probability", "Probability", "Probabilidad", "可能性"),
            Read.InstantOrDay("created_at", "Created On", "Fecha de creación", "建立日期"),
            Read.Date("close_date", "Actual Close Date", "Fecha de cierre real", "實際結束日期").OrElse(EstimatedClose),
            Read.Text("forecast_category", "Forecast category", "Categoría de previsión", "預測類別"),
            .. own,
        ],
    };
}
