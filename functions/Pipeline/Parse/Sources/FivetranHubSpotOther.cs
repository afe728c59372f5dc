using System.Collections.Immutable;

namespace Pipeline.Parse.Sources;

/// <summary>The replicated HubSpot tables that carry nothing for the metrics, each with the reason.</summary>
public static class FivetranHubSpotOther
{
    private static readonly Header Id = ["id"];
    private static readonly Header Browser = ["browser"];
    private static readonly Header UserAgent = ["user_agent"];
    private static readonly Header Label = ["label"];
    private static readonly Header PipelineId = ["pipeline_id"];

    /// <summary>HubSpot teams, advertising accounts and others are an id and a name and nothing else; any of these columns makes it another table.</summary>
    private static readonly Header MoreThanNames =
    [
        "type", "status", "state", "active", "currency", "currency_code", "amount", "description", "email", "subject", "label", "address", "account_id", "campaign_id", "product_id",
        "created", "created_at", "created_date", "updated_at", "updated_date", "system_modstamp", "is_deleted", "created_time", "last_modified_date", "last_modified_time", "date", "requires_billing_write", "developer_name",
    ];

    private const string Associations = "Which records belong together. A deal's company and contacts are read from a HubSpot export of the deals with 'Associated Company IDs' and 'Associated Contact IDs'.";
    private const string EmailEvents = "E-mail activity names no contact and costs nothing, so no metric needs it. Form submissions and campaign members are read as touches.";
    private const string Engagements = "Sales activity such as calls, meetings, notes and tasks: no metric needs it, and nothing is lost by leaving the file out.";
    private const string Tickets = "Service tickets: no metric needs them, and nothing is lost by leaving the file out.";
    private const string Stages = "Pipelines and their stages. Deals carry the stage id: say in the settings' stage map which ids are won and lost.";
    private const string People = "Users, teams and roles. Deals refer to owners, which are read from the table 'owner'.";
    private const string Schema = "Descriptions of properties, forms, lists and e-mail campaigns: no facts.";

    public static ImmutableArray<SourceDefinition> All { get; } =
    [
        Ignored("deal-associations", "deal_company", Associations, new() { All = [["deal_id"], ["type_id"]], AnyOf = [["company_id"], ["contact_id"]], None = [["engagement_id"]] }),
        Ignored("engagements", "engagement", Engagements, new() { All = [["engagement_id"]] }),
        Ignored("engagement-index", "engagement", Engagements, new() { All = [Id, ["type"], ["portal_id"], HubSpot.Synced], None = [["app_id"]] }),
        Ignored("ticket-associations", "ticket_company", Tickets, new() { All = [["ticket_id"], HubSpot.Synced] }),
        Ignored("tickets", "ticket", Tickets, new() { All = [Id, ["property_hs_ticket_category", "property_hs_ticket_priority", "property_hs_pipeline_stage"]] }),
        Ignored("pipelines", "deal_pipeline", Stages, new() { All = [PipelineId, Label, ["display_order"], HubSpot.Synced] }),
        Ignored("email-event", "email_event", EmailEvents, new() { All = [Id, ["app_id"], ["email_campaign_id"], ["recipient"]] }),
        Ignored("email-campaign", "email_campaign", Schema, new() { All = [Id, ["app_id"], ["content_id"], ["subject"]] }),
        Ignored("email-event-client", "email_event_open", EmailEvents, new() { All = [Id, UserAgent, HubSpot.Synced], AnyOf = [Browser, ["ip_address"]] }),
        Ignored("email-event-response", "email_event_delivered", EmailEvents, new() { All = [Id, ["response"], HubSpot.Synced], AnyOf = [["smtp_id"], ["attempt"], ["category"]], None = [["account_id"]] }),
        Ignored("email-event-message", "email_event_sent", EmailEvents, new() { All = [Id, ["bcc"], ["cc"], ["reply_to"], ["subject"]] }),
        Ignored("email-event-status-change", "email_event_status_change", EmailEvents, new() { All = [Id, ["portal_subscription_status"], ["subscriptions"]] }),
        Ignored("company-property-history", "company_property_history", "Changes of company properties. No metric needs them.", new() { All = [["company_id"], ["name"], ["value"], ["timestamp"]] }),
        Ignored("contact-list", "contact_list", Schema, new() { All = [Id, ["name"], ["processing_type", "list_version", "filters_updated_at"]] }),
        Ignored("contact-list-member", "contact_list_member", "Which contact is on which list. No metric needs it.", new() { All = [["contact_id"], ["contact_list_id"]] }),
        Ignored("form", "form", Schema, new() { All = [["guid"], ["form_type"], ["submit_text"]] }),
        Ignored("property", "property", Schema, new() { All = [["_fivetran_id"], ["hubspot_object"], ["field_type"]] }),
        Ignored("property-option", "property_option", Schema, new() { All = [["property_id"], Label, ["hubspot_object"]] }),
        Ignored("owner-team", "owner_team", People, new() { All = [["owner_id"], ["team_id"]] }),
        Ignored("team-user", "team_user", People, new() { All = [["user_id"], ["team_id"]] }),
        Ignored("users", "users", People, new() { All = [Id, ["primary_team_id"], ["role_id"]] }),
        Ignored("role", "role", People, new() { All = [Id, ["name"], ["requires_billing_write"]] }),
        Ignored("names", "team", "A list of ids and names, such as HubSpot teams or advertising accounts: no facts.", new() { All = [Id, ["name"], HubSpot.Synced], None = [MoreThanNames] }),
    ];

    private static SourceDefinition Ignored(string name, string table, string because, Signature signature) => new()
    {
        Name = "fivetran-hubspot-" + name,
        System = "hubspot",
        Object = table,
        Format = "fivetran",
        Signature = signature,
        IgnoredBecause = because,
    };
}
