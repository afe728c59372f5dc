using System.Collections.Immutable;

namespace Pipeline.App.Demo;

/// <summary>What the job must find, computed from the company itself and not from its files.</summary>
internal sealed record KnownAnswers
{
    /// <summary>Customers whose recurring revenue ever was above zero.</summary>
    public required int Customers { get; init; }

    /// <summary>Customers with recurring revenue above zero on the last day.</summary>
    public required int ActiveCustomers { get; init; }

    public required int Leads { get; init; }

    public required int Opportunities { get; init; }

    public required int WonDeals { get; init; }

    /// <summary>Advertising by channel and currency, <c>google_ads USD</c>, in hundredths.</summary>
    public required ImmutableSortedDictionary<string, long> MediaSpend { get; init; }

    /// <summary>Refunds by currency, in hundredths.</summary>
    public required ImmutableSortedDictionary<string, long> Refunds { get; init; }

    /// <summary>Rows in quarantine by file.</summary>
    public required ImmutableSortedDictionary<string, int> RejectedRows { get; init; }

    public static KnownAnswers Of(DemoCompany company) => new()
    {
        Customers = company.Subscriptions.Where(Pays).Select(subscription => subscription.Customer.Id).Distinct(StringComparer.Ordinal).Count(),
        ActiveCustomers = company.Subscriptions
            .Where(subscription => Pays(subscription) && subscription.EndedAt is null && DateOnly.FromDateTime(subscription.PaidFrom) <= DemoCalendar.LastDay)
            .Select(subscription => subscription.Customer.Id).Distinct(StringComparer.Ordinal).Count(),
        Leads = company.Leads.Length,
        Opportunities = company.Deals.Length,
        WonDeals = company.Deals.Count(deal => deal.IsWon),
        MediaSpend = company.Spend.GroupBy(row => $"{row.Account.Channel} {row.Account.Currency}", StringComparer.Ordinal)
            .ToImmutableSortedDictionary(rows => rows.Key, rows => rows.Sum(row => row.Cost), StringComparer.Ordinal),
        Refunds = company.Invoices.Where(invoice => invoice.Refunded > 0).GroupBy(invoice => invoice.Subscription.Customer.Currency, StringComparer.Ordinal)
            .ToImmutableSortedDictionary(invoices => invoices.Key, invoices => invoices.Sum(invoice => invoice.Refunded), StringComparer.Ordinal),
        RejectedRows = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, new Dictionary<string, int>(StringComparer.Ordinal)
        {
            ["Lead.csv"] = 1,
            ["unified_payments.csv"] = 1,
            ["ledger.csv"] = 1,
            ["quotas.csv"] = 1,
            ["manual_costs.csv"] = 1,
        }),
    };

    // A paid day must lie between the start and the end: a subscription that ends on the day it starts is none.
    private static bool Pays(DemoSubscription subscription) =>
        subscription.Status is not "trialing"
        && (subscription.EndedAt is null || DateOnly.FromDateTime(subscription.EndedAt.Value) > DateOnly.FromDateTime(subscription.PaidFrom));
}
