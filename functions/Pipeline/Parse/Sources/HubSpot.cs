using System.Collections.Immutable;

namespace Pipeline.Parse.Sources;

/// <summary>What the HubSpot objects have in common.</summary>
/// <remarks>
/// Whoever exports picks labels, in a language, or internal names; a replication tool puts <c>property_</c> before the latter.
/// White space in headers does not count, so <c>createdate</c> is <c>Create Date</c>. Times have no zone and are those of the portal: the reporting time zone,
/// unless the settings say otherwise. With labels an owner is a name, of which only a keyed hash is kept; the other forms carry the owner's id.
/// </remarks>
internal static class HubSpot
{
    private static readonly Header SpanishRecord = ["ID de registro", "ID de registro - Contact", "ID de registro - Company", "ID de registro - Deal"];
    private static readonly Header ChineseRecord = ["記錄 ID", "記錄 ID - Contact", "記錄 ID - Company", "記錄 ID - Deal"];

    public static readonly Header Record =
    [
        "Record ID", "Record ID - Contact", "Record ID - Company", "Record ID - Deal", "Contact ID", "Company ID", "Deal ID",
        .. SpanishRecord, .. ChineseRecord,
    ];

    public static readonly Header ObjectId = ["hs_object_id"];
    public static readonly Header ReplicatedId = ["id"];
    /// <summary>HubSpot itself exports no deleted records.</summary>
    public static readonly Mapping Deletion = Read.Flag("is_deleted", "is_deleted", "_fivetran_deleted").OrDefault("false");
    public static readonly Header Synced = ["_fivetran_synced"];
    public static readonly Header CreateDate = ["Create Date", "Fecha de creación", "建立日期", "property_createdate"];

    public static readonly Header Source =
    [
        "Original Traffic Source", "Original Source", "Fuente original de tráfico", "Fuente original", "原始流量來源", "原始來源", "hs_analytics_source", "property_hs_analytics_source",
    ];

    /// <summary>A lifecycle stage by its label or internal name; custom stages are <c>other</c>.</summary>
    public static readonly LabelMap LifecycleStages = LabelMap.Of(
        ("Subscriber", "subscriber"), ("Suscriptor", "subscriber"), ("訂閱者", "subscriber"),
        ("Lead", "lead"), ("Prospecto", "lead"), ("潛在客戶", "lead"),
        ("Marketing Qualified Lead", "mql"), ("marketingqualifiedlead", "mql"), ("MQL", "mql"), ("Lead calificado para marketing", "mql"), ("行銷合格潛在客戶", "mql"),
        ("Sales Qualified Lead", "sql"), ("salesqualifiedlead", "sql"), ("SQL", "sql"), ("Lead calificado para ventas", "sql"), ("銷售合格潛在客戶", "sql"),
        ("Opportunity", "opportunity"), ("Oportunidad", "opportunity"), ("商機", "opportunity"),
        ("Customer", "customer"), ("Cliente", "customer"), ("客戶", "customer"),
        ("Evangelist", "evangelist"), ("Evangelizador", "evangelist"), ("傳道者", "evangelist")).Otherwise("other");

    private static readonly Header Watermark =
    [
        "Last Modified Date", "Last Activity Date", "Fecha de última modificación", "上次修改日期", "hs_lastmodifieddate", "lastmodifieddate", "property_hs_lastmodifieddate", "_fivetran_synced",
        .. CreateDate,
    ];

    /// <summary>An export of the CRM.</summary>
    public static SourceDefinition Export(string name, string objectName, Signature signature, params ImmutableArray<Output> outputs) => new()
    {
        Name = "hubspot-" + name,
        System = "hubspot",
        Object = objectName,
        Format = "hubspot_export",
        Signature = signature,
        Watermark = Watermark,
        TimeZone = SourceDefinition.ReportingZone,
        LocaleHints =
        [
            new(SpanishRecord, NumberLocale.Point, DateOrder.DayFirst),
            new(ChineseRecord, NumberLocale.Point, DateOrder.MonthFirst),
            new(Record, NumberLocale.Point, DateOrder.PerFile),
            new(ObjectId, NumberLocale.Point, DateOrder.PerFile),
        ],
        Outputs = outputs,
    };

    /// <summary>A table as a replication tool writes it: times are UTC, and the account is the portal where the row names it.</summary>
    public static SourceDefinition Replicated(string name, string objectName, Signature signature, params ImmutableArray<Output> outputs) => new()
    {
        Name = "fivetran-hubspot-" + name,
        System = "hubspot",
        Object = objectName,
        Format = "fivetran",
        Signature = signature,
        Watermark = Watermark,
        Numbers = NumberLocale.Point,
        Outputs = outputs,
    };
}
