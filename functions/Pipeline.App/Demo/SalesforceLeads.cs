using static Pipeline.App.Demo.DemoFormat;

namespace Pipeline.App.Demo;

/// <summary>Lead.csv, with one row twice and one without an id.</summary>
internal static class SalesforceLeads
{
    /// <summary>Which lead the export repeats.</summary>
    private const int Repeated = 41;

    public static CsvText Write(DemoCompany company)
    {
        var text = new CsvText(quoteAll: true);
        text.Row("Id", "IsDeleted", "MasterRecordId", "LastName", "FirstName", "Company", "Country", "Email", "LeadSource", "Status", "Rating", "CurrencyIsoCode", "NumberOfEmployees", "OwnerId", "IsConverted", "ConvertedDate", "ConvertedAccountId", "ConvertedContactId", "ConvertedOpportunityId", "CreatedDate", "LastModifiedDate", "SystemModstamp");
        for (var i = 0; i < company.Leads.Length; i++)
        {
            Row(text, company.Leads[i], company.Leads[i].Id);
            if (i == Repeated) { Row(text, company.Leads[i], company.Leads[i].Id); }
        }

        // A lead that was typed into the file by hand and has no id.
        Row(text, company.Leads[0] with { End = LeadEnd.Open, Deal = null }, DemoIds.NoSalesforceId);
        return text;
    }

    private static void Row(CsvText text, Lead lead, string id)
    {
        var prospect = lead.Prospect;
        var deal = lead.Deal;
        var converted = deal is null ? (DateOnly?)null : DateOnly.FromDateTime(deal.CreatedAt);
        text.Row(
            id, "0", DemoIds.NoSalesforceId, prospect.LastName, prospect.FirstName, prospect.Name, prospect.Country, prospect.Email, lead.Source, Status(lead.End), "", prospect.Currency, Whole(20 + (prospect.Number % 900)),
            lead.OwnerId, Flag(deal is not null), Midnight(converted), deal?.AccountId ?? DemoIds.NoSalesforceId, deal?.ContactId ?? DemoIds.NoSalesforceId, deal?.Id ?? DemoIds.NoSalesforceId,
            Seconds(lead.CreatedAt), Seconds(lead.ModifiedAt), Seconds(lead.ModifiedAt));
    }

    private static string Status(LeadEnd end) => end switch
    {
        LeadEnd.Open => "Open - Not Contacted",
        LeadEnd.Working => "Working - Contacted",
        LeadEnd.Qualified => "Qualified",
        LeadEnd.Converted => "Closed - Converted",
        _ => "Closed - Not Converted",
    };
}
