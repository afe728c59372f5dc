using System.Collections.Immutable;

namespace Pipeline.Parse.Sources;

/// <summary>The objects of a weekly Data Export that carry nothing for the metrics: recognised by the columns that every Salesforce object has.</summary>
public static class SalesforceOtherObject
{
    public static SourceDefinition Any { get; } = Ignored(
        "salesforce-other-object",
        "*",
        [Salesforce.Id, Salesforce.SystemModstamp],
        "A Salesforce object that no metric needs. Account, Contact, Lead, Opportunity, OpportunityHistory, OpportunityFieldHistory, User, Campaign, CampaignMember and the currency tables are read.");

    public static SourceDefinition FieldHistory { get; } = Ignored(
        "salesforce-other-field-history",
        "*History",
        [["Field"], ["OldValue", "old_value"], ["NewValue", "new_value"], Salesforce.CreatedById],
        "The field history of a Salesforce object other than Opportunity. No metric needs it.");

    public static SourceDefinition UserRole { get; } = Ignored(
        "salesforce-user-role",
        "UserRole",
        [Salesforce.Id, ["DeveloperName", "developer_name"], ["ParentRoleId", "parent_role_id"]],
        "Salesforce roles. No metric needs them: the team of a user is read from its Department.");

    private static SourceDefinition Ignored(string name, string apiName, ImmutableArray<Header> columns, string because) => new()
    {
        Name = name,
        System = "salesforce",
        Object = apiName,
        Format = "sf_data_export",
        Signature = new() { All = columns },
        IgnoredBecause = because,
    };
}
