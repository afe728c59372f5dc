using System.Collections.Immutable;
using static Pipeline.App.Demo.DemoFormat;

namespace Pipeline.App.Demo;

/// <summary>Opportunity.csv as it looked at a given moment, and OpportunityHistory.csv.</summary>
internal static class SalesforceDeals
{
    public static CsvText Opportunities(ImmutableArray<Deal> deals, DateTime exportedAt)
    {
        var text = new CsvText(quoteAll: true);
        text.Row("Id", "IsDeleted", "AccountId", "IsPrivate", "Name", "StageName", "Amount", "Probability", "ExpectedRevenue", "CloseDate", "Type", "LeadSource", "IsClosed", "IsWon", "ForecastCategory", "ForecastCategoryName", "CurrencyIsoCode", "CampaignId", "OwnerId", "CreatedDate", "CreatedById", "LastModifiedDate", "LastModifiedById", "SystemModstamp", "LastStageChangeDate", "FiscalYear", "FiscalQuarter", "ContactId");
        foreach (var deal in deals.Where(deal => deal.CreatedAt <= exportedAt)) { Row(text, deal, deal.Changes.Last(change => change.At <= exportedAt)); }
        return text;
    }

    public static CsvText History(ImmutableArray<Deal> deals)
    {
        var text = new CsvText(quoteAll: true);
        text.Row("Id", "OpportunityId", "CreatedById", "CreatedDate", "StageName", "Amount", "ExpectedRevenue", "CloseDate", "Probability", "ForecastCategory", "FromOpportunityStageName", "CurrencyIsoCode", "SystemModstamp", "IsDeleted", "PrevAmount", "PrevCloseDate");
        var number = 0;
        foreach (var deal in deals)
        {
            for (var i = 0; i < deal.Changes.Length; i++)
            {
                var (change, before) = (deal.Changes[i], i == 0 ? null : deal.Changes[i - 1]);
                text.Row(
                    DemoIds.Salesforce("008", ++number), deal.Id, deal.OwnerId, Seconds(change.At), change.Stage, Money(change.Amount), Expected(change), Midnight(change.CloseDate),
                    Whole(DealStages.Probability(change.Stage)), Forecast(change.Stage), before?.Stage ?? "", deal.Currency, Seconds(change.At), "0", before is null ? "" : Money(before.Amount), Midnight(before?.CloseDate));
            }
        }

        return text;
    }

    private static void Row(CsvText text, Deal deal, DealChange state)
    {
        var isWon = state.Stage is DealStages.Won;
        var isClosed = isWon || state.Stage is DealStages.Lost;
        text.Row(
            deal.Id, "0", deal.AccountId, "0", deal.Prospect.Name + " - " + deal.Plan.Product, state.Stage, Money(state.Amount), Whole(DealStages.Probability(state.Stage)), Expected(state), Midnight(state.CloseDate), "New Business", deal.Source,
            Flag(isClosed), Flag(isWon), Forecast(state.Stage), Forecast(state.Stage), deal.Currency, deal.CampaignId.Length > 0 ? deal.CampaignId : DemoIds.NoSalesforceId, deal.OwnerId,
            Seconds(deal.CreatedAt), deal.OwnerId, Seconds(state.At), deal.OwnerId, Seconds(state.At), Seconds(state.At), Whole(state.CloseDate.Year), Whole(((state.CloseDate.Month - 1) / 3) + 1), deal.ContactId);
    }

    private static string Expected(DealChange change) => Money(change.Amount * DealStages.Probability(change.Stage) / 100);

    private static string Forecast(string stage) => stage switch
    {
        DealStages.Won => "Closed",
        DealStages.Lost => "Omitted",
        "Negotiation/Review" => "Forecast",
        "Proposal/Price Quote" => "BestCase",
        _ => "Pipeline",
    };
}
