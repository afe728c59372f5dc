using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>HubSpot contacts: the person, the same person as a lead, and one lifecycle event for each filled <c>Became a … Date</c>.</summary>
/// <remarks>
/// A contact that is only a subscriber, or <c>other</c>, is not a lead. A lead's <c>created_at</c> is when it became one, or when the contact was made where that is not said.
/// The dates show the last time a stage was reached.
/// </remarks>
public static class HubSpotContacts
{
    private static readonly Header Email = ["Email", "Correo", "Correo electrónico", "電子郵件", "property_email"];
    private static readonly Header LastName = ["Last Name", "Apellidos", "Apellido", "姓氏", "property_lastname"];
    private static readonly Header Lifecycle = ["Lifecycle Stage", "Etapa del ciclo de vida", "生命週期階段", "property_lifecyclestage"];
    private static readonly Header LeadStatus = ["Lead Status", "Estado del lead", "潛在客戶狀態", "hs_lead_status", "property_hs_lead_status"];
    private static readonly Header OwnerName = ["Contact owner", "Propietario del contacto", "聯絡人負責人"];
    private static readonly Header OwnerId = ["hubspot_owner_id", "property_hubspot_owner_id"];
    private static readonly Header Company = ["Associated Company IDs", "Associated Company ID", "ID de Company asociados", "associatedcompanyid", "property_associatedcompanyid"];

    private static readonly Header BecameLead =
        ["Became a Lead Date", "hs_lifecyclestage_lead_date", "hs_v2_date_entered_lead", "property_hs_lifecyclestage_lead_date", "property_hs_v2_date_entered_lead"];

    public static SourceDefinition Labels { get; } = HubSpot.Export(
        "contacts",
        "contact",
        new() { All = [HubSpot.Record, Email, LastName], AnyOf = [Lifecycle, LeadStatus, HubSpot.CreateDate, OwnerName] },
        Contact(HubSpot.Record),
        Lead(HubSpot.Record, Read.KeyedHash("owner_id", OwnerName)),
        Reached(HubSpot.Record));

    public static SourceDefinition InternalNames { get; } = HubSpot.Export(
        "contacts-internal-names",
        "contact",
        new() { All = [HubSpot.ObjectId, Email, LastName] },
        Contact(HubSpot.ObjectId),
        Lead(HubSpot.ObjectId, Read.Id("owner_id", OwnerId)),
        Reached(HubSpot.ObjectId));

    public static SourceDefinition Replicated { get; } = HubSpot.Replicated(
        "contact",
        "contact",
        new() { All = [HubSpot.ReplicatedId, HubSpot.Synced, ["property_email"], ["property_lastname"]] },
        Contact(HubSpot.ReplicatedId),
        Lead(HubSpot.ReplicatedId, Read.Id("owner_id", OwnerId)),
        Reached(HubSpot.ReplicatedId));

    private static Output Contact(Header id) => new()
    {
        Table = FactTables.Contact,
        Columns =
        [
            Read.Id("contact_id", id),
            Read.FirstOfList("account_id", Company),
            Read.KeyedHash("email_hash", Email),
            Read.EmailDomain("domain", Email),
            Read.Text("first_touch_source", HubSpot.Source),
            Read.InstantOrDay("created_at", HubSpot.CreateDate),
            HubSpot.Deletion,
        ],
    };

    private static Output Lead(Header id, Mapping owner) => new()
    {
        Table = FactTables.Lead,
        Where = [Condition.IsNot(Lifecycle, "Subscriber", "Suscriptor", "訂閱者", "Other", "Otro", "其他")],
        Columns =
        [
            Read.Id("lead_id", id),
            Read.Constant("kind", "contact"),
            Read.InstantOrDay("created_at", BecameLead).OrElse(HubSpot.CreateDate),
            Read.Text("source", HubSpot.Source),
            Read.Text("source_detail", "Original Traffic Source Drill-Down 1", "Original Source Drill-Down 1", "hs_analytics_source_data_1", "property_hs_analytics_source_data_1"),
            Read.Text("status", LeadStatus),
            Read.Label("lifecycle_stage", HubSpot.LifecycleStages, Lifecycle),
            owner,
            Read.FirstOfList("account_id", Company),
            Read.Id("contact_id", id),
            Read.Text("country", "Country/Region", "País/región", "國家/地區", "country", "property_country"),
            Read.Text("company", "Company Name", "Nombre de la empresa", "公司名稱", "company", "property_company"),
            Read.KeyedHash("email_hash", Email),
            Read.EmailDomain("domain", Email),
            HubSpot.Deletion,
        ],
    };

    private static Output Reached(Header id) => new()
    {
        Table = FactTables.LifecycleEvent,
        Unpivot = new(
            "Became a {stage} Date",
            "Became an {stage} Date",
            "Fecha en que se convirtió en {stage}",
            "hs_lifecyclestage_{stage}_date",
            "property_hs_lifecyclestage_{stage}_date"),
        Columns =
        [
            Read.Id("lead_id", id),
            Read.Label("stage", HubSpot.LifecycleStages, "{stage}"),
            Read.InstantOrDay("entered_at", "{value}"),
            Read.Text("source_stage", "{stage}"),
            Read.Constant("evidence", "date_property"),
            HubSpot.Deletion,
        ],
    };
}
