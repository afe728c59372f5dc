using static Pipeline.App.Demo.DemoFormat;

namespace Pipeline.App.Demo;

/// <summary>Salesforce's weekly Data Export Service: one CSV for each object, every field quoted, times in UTC without saying so.</summary>
internal static class SalesforceFiles
{
    private const string Folder = "salesforce/";
    private static readonly string[] CampaignNames = ["Webinar Spring", "Trade Fair Berlin", "Trade Fair Austin", "Partner Roadshow"];
    private static readonly string[] Regions = ["Americas", "EMEA", "APAC"];

    public static IEnumerable<DemoFile> Write(DemoCompany company)
    {
        yield return File("Account.csv", Accounts(company));
        yield return File("Contact.csv", Contacts(company));
        yield return File("User.csv", Users());
        yield return File("Campaign.csv", Campaigns());
        yield return File("CampaignMember.csv", CampaignMembers(company));
        yield return File("Lead.csv", SalesforceLeads.Write(company));
        yield return File("Opportunity.csv", SalesforceDeals.Opportunities(company.Deals, DemoCalendar.Now));
        yield return File("OpportunityHistory.csv", SalesforceDeals.History(company.Deals));

        // The late file: made three months before the others, found in a mailbox after them.
        yield return new DemoFile("late/Opportunity.csv", DemoCalendar.LateExport, SalesforceDeals.Opportunities(company.Deals, DemoCalendar.LateExport).Bytes());
        yield return File("error063026233012345.csv", DataLoaderErrors(company));
    }

    private static DemoFile File(string name, CsvText text) => new(Folder + name, DemoCalendar.Now, text.Bytes());

    private static CsvText Accounts(DemoCompany company)
    {
        var text = new CsvText(quoteAll: true);
        text.Row("Id", "IsDeleted", "MasterRecordId", "Name", "Type", "ParentId", "BillingCountryCode", "Website", "Industry", "NumberOfEmployees", "CurrencyIsoCode", "OwnerId", "CreatedDate", "LastModifiedDate", "SystemModstamp", "AccountSource");
        foreach (var deal in company.Deals)
        {
            text.Row(deal.AccountId, "0", DemoIds.NoSalesforceId, deal.Prospect.Name, deal.IsWon ? "Customer" : "Prospect", DemoIds.NoSalesforceId, deal.Prospect.Country, "https://www." + deal.Prospect.Domain, "Software", Whole(20 + (deal.Prospect.Number % 900)), deal.Currency, deal.OwnerId, Seconds(deal.CreatedAt), Seconds(deal.Changes[^1].At), Seconds(deal.Changes[^1].At), deal.Source);
        }

        return text;
    }

    private static CsvText Contacts(DemoCompany company)
    {
        var text = new CsvText(quoteAll: true);
        text.Row("Id", "IsDeleted", "MasterRecordId", "AccountId", "LastName", "FirstName", "Email", "LeadSource", "CurrencyIsoCode", "OwnerId", "CreatedDate", "LastModifiedDate", "SystemModstamp");
        foreach (var deal in company.Deals)
        {
            text.Row(deal.ContactId, "0", DemoIds.NoSalesforceId, deal.AccountId, deal.Prospect.LastName, deal.Prospect.FirstName, deal.Prospect.Email, deal.Source, deal.Currency, deal.OwnerId, Seconds(deal.CreatedAt), Seconds(deal.CreatedAt), Seconds(deal.CreatedAt));
        }

        return text;
    }

    private static CsvText Users()
    {
        var text = new CsvText(quoteAll: true);
        text.Row("Id", "Username", "LastName", "FirstName", "Email", "IsActive", "TimeZoneSidKey", "UserRoleId", "LocaleSidKey", "DefaultCurrencyIsoCode", "CurrencyIsoCode", "ProfileId", "UserType", "ManagerId", "Department", "Division", "CreatedDate", "LastModifiedDate", "SystemModstamp");
        var first = DemoCalendar.FirstDay.ToDateTime(TimeOnly.MinValue);
        foreach (var rep in FunnelSimulation.RepNumbers)
        {
            var login = FormattableString.Invariant($"rep{rep}@harbordesk.example");
            text.Row(FunnelSimulation.OwnerId(rep), login, "Rep", Whole(rep), login, Flag(rep != 5), "America/New_York", DemoIds.Salesforce("00E", 1), "en_US", "USD", "USD", DemoIds.Salesforce("00e", 1), "Standard", rep == 1 ? DemoIds.NoSalesforceId : FunnelSimulation.OwnerId(1), "Sales", Regions[rep % 3], Seconds(first), Seconds(first), Seconds(DemoCalendar.Now));
        }

        return text;
    }

    private static CsvText Campaigns()
    {
        var text = new CsvText(quoteAll: true);
        text.Row("Id", "IsDeleted", "Name", "ParentId", "Type", "Status", "StartDate", "EndDate", "CurrencyIsoCode", "ExpectedRevenue", "BudgetedCost", "ActualCost", "NumberSent", "IsActive", "OwnerId", "CreatedDate", "LastModifiedDate", "SystemModstamp");
        for (var i = 0; i < CampaignNames.Length; i++)
        {
            var start = DemoCalendar.FirstDay.AddMonths(3 + (i * 7));
            var created = start.AddDays(-30).ToDateTime(TimeOnly.MinValue);
            text.Row(DemoIds.Salesforce("701", i + 1), "0", CampaignNames[i], DemoIds.NoSalesforceId, "Event", "Completed", Midnight(start), Midnight(start.AddDays(3)), "USD", "", "20000.0", "", "500", "1", FunnelSimulation.OwnerId(1), Seconds(created), Seconds(created), Seconds(created));
        }

        return text;
    }

    private static CsvText CampaignMembers(DemoCompany company)
    {
        var text = new CsvText(quoteAll: true);
        text.Row("Id", "IsDeleted", "CampaignId", "LeadId", "ContactId", "Status", "HasResponded", "IsPrimary", "CreatedDate", "CreatedById", "LastModifiedDate", "LastModifiedById", "SystemModstamp", "FirstRespondedDate", "CurrencyIsoCode");
        var number = 0;
        foreach (var lead in company.Leads.Where(lead => lead.Source is "Event"))
        {
            number++;
            var campaign = lead.Deal is { CampaignId.Length: > 0 } deal ? deal.CampaignId : DemoIds.Salesforce("701", 1 + (number % CampaignNames.Length));
            text.Row(DemoIds.Salesforce("00v", number), "0", campaign, lead.Id, lead.Deal?.ContactId ?? DemoIds.NoSalesforceId, "Responded", "1", "0", Seconds(lead.CreatedAt), lead.OwnerId, Seconds(lead.CreatedAt), lead.OwnerId, Seconds(lead.CreatedAt), Midnight(DateOnly.FromDateTime(lead.CreatedAt)), "USD");
        }

        return text;
    }

    /// <summary>What Data Loader leaves behind after a failed upload: it lies among exports and is none.</summary>
    private static CsvText DataLoaderErrors(DemoCompany company)
    {
        var text = new CsvText(quoteAll: true);
        text.Row("ID", "NAME", "STAGENAME", "ERROR");
        text.Row(company.Deals[0].Id, company.Deals[0].Prospect.Name, "Negotiation", "INVALID_FIELD_FOR_INSERT_UPDATE:bad value for restricted picklist field: Negotiation");
        return text;
    }
}
