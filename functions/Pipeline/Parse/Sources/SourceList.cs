using System.Collections.Immutable;

namespace Pipeline.Parse.Sources;

/// <summary>The built-in sources. A new one is one file and one line here.</summary>
public static class SourceList
{
    public static ImmutableArray<SourceDefinition> All { get; } =
    [
        GoogleAdsDaily.CampaignReport,
        HubSpotContacts.Labels,
        HubSpotContacts.InternalNames,
        HubSpotContacts.Replicated,
        HubSpotCompanies.Labels,
        HubSpotCompanies.InternalNames,
        HubSpotCompanies.Replicated,
        HubSpotDeals.Labels,
        HubSpotDeals.InternalNames,
        HubSpotDeals.Replicated,
        FivetranHubSpotHistory.DealStage,
        FivetranHubSpotHistory.DealPropertyHistory,
        FivetranHubSpotHistory.DealMerge,
        FivetranHubSpotHistory.ContactPropertyHistory,
        FivetranHubSpotHistory.ContactMerge,
        FivetranHubSpotHistory.FormSubmission,
        FivetranHubSpotHistory.Owner,
        .. FivetranHubSpotOther.All,
        SalesforceAccount.Export,
        SalesforceAccount.Replicated,
        SalesforceContact.Export,
        SalesforceContact.Replicated,
        SalesforceLead.Export,
        SalesforceLead.Replicated,
        SalesforceOpportunity.Export,
        SalesforceOpportunity.Replicated,
        SalesforceOpportunity.ReplicatedVersions,
        SalesforceOpportunityHistory.Export,
        SalesforceOpportunityHistory.Replicated,
        SalesforceOpportunityFieldHistory.Export,
        SalesforceOpportunityFieldHistory.Replicated,
        SalesforceReports.OpportunityHistory,
        SalesforceReports.OpportunityFieldHistory,
        SalesforceUser.Export,
        SalesforceUser.Replicated,
        SalesforceCampaign.Export,
        SalesforceCampaign.Replicated,
        SalesforceCampaignMember.Export,
        SalesforceCampaignMember.Replicated,
        SalesforceCurrency.Static,
        SalesforceCurrency.Dated,
        SalesforceCurrency.ReplicatedStatic,
        SalesforceCurrency.ReplicatedDated,
        SalesforceLoaderResults.Success,
        SalesforceLoaderResults.Error,
        SalesforceOtherObject.Any,
        SalesforceOtherObject.FieldHistory,
        SalesforceOtherObject.UserRole,
    ];
}
