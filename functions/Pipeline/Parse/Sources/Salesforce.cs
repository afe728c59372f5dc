using System.Collections.Immutable;
using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>What the Salesforce objects have in common.</summary>
/// <remarks>
/// The weekly Data Export and Data Loader write the same API names, which match in any case; a replication tool writes them in snake case.
/// Times without a zone are UTC. Date fields come as midnight and are not shifted.
/// </remarks>
internal static class Salesforce
{
    public static readonly Header Id = ["Id"];
    public static readonly Header Name = ["Name"];
    public static readonly Header IsDeleted = ["IsDeleted", "is_deleted", "_fivetran_deleted"];
    public static readonly Header MasterRecordId = ["MasterRecordId", "master_record_id"];
    public static readonly Header OwnerId = ["OwnerId", "owner_id"];
    public static readonly Header AccountId = ["AccountId", "account_id"];
    public static readonly Header CampaignId = ["CampaignId", "campaign_id"];
    public static readonly Header OpportunityId = ["OpportunityId", "opportunity_id"];
    public static readonly Header CreatedDate = ["CreatedDate", "created_date"];
    public static readonly Header CreatedById = ["CreatedById", "created_by_id"];
    public static readonly Header SystemModstamp = ["SystemModstamp", "system_modstamp"];
    public static readonly Header CurrencyIsoCode = ["CurrencyIsoCode", "currency_iso_code"];
    public static readonly Header LeadSource = ["LeadSource", "lead_source"];
    public static readonly Header LastName = ["LastName", "last_name"];
    public static readonly Header StageName = ["StageName", "stage_name"];
    public static readonly Header CloseDate = ["CloseDate", "close_date"];
    public static readonly Header Username = ["Username"];

    /// <summary>The column with which Data Loader marks the rows it could not load.</summary>
    public static readonly Header LoadError = ["ERROR"];

    /// <summary>The column with which Data Loader marks the rows it loaded; Lead, Campaign and CampaignMember have a field of that name.</summary>
    public static readonly Header LoadStatus = ["STATUS"];

    public static readonly Header Synced = ["_fivetran_synced"];
    public static readonly Header HistoryStart = ["_fivetran_start"];
    public static readonly Header IsCurrent = ["_fivetran_active"];

    private static readonly Header Watermark =
        ["SystemModstamp", "LastModifiedDate", "CreatedDate", "system_modstamp", "last_modified_date", "created_date", "_fivetran_synced"];

    /// <summary>An object as Salesforce itself exports it.</summary>
    public static SourceDefinition Object(string name, string apiName, Signature signature, params ImmutableArray<Output> outputs) => new()
    {
        Name = "salesforce-" + name,
        System = "salesforce",
        Object = apiName,
        Format = "sf_data_export",
        Signature = signature,
        Watermark = Watermark,
        Numbers = NumberLocale.Point,
        NullTokens = ["000000000000000AAA", "012000000000000AAA", "000"],
        Outputs = outputs,
    };

    /// <summary>The same object as a replication tool writes it. Where it keeps versions, only the current one counts.</summary>
    public static SourceDefinition Replicated(SourceDefinition export) => export with
    {
        Name = "fivetran-" + export.Name,
        Format = "fivetran",
        Signature = export.Signature with { All = export.Signature.All.Add(Synced) },
        Exclusions = export.Exclusions.Add(new("superseded_version", Condition.Is(IsCurrent, "false", "0"))),
    };

    /// <summary>One table of an object, with the deletion mark that every object but User carries.</summary>
    public static Output Table(FactTable table, params ImmutableArray<Mapping> columns) =>
        new() { Table = table, Columns = columns.Add(Read.Flag("is_deleted", IsDeleted).OrDefault("false")) };
}
