using System.Collections.Immutable;
using static Pipeline.Model.FactTables;

namespace Pipeline.Model;

/// <summary>All fact and dimension tables, by name.</summary>
public static class FactTableCatalog
{
    /// <summary>In the order in which documents list them.</summary>
    public static ImmutableArray<FactTable> All { get; } =
    [
        Account, Contact, User, Campaign, Lead, LifecycleEvent, Opportunity, OpportunityStageHistory, Quota, MarketingSpendDaily, Touchpoint,
        Customer, Subscription, SubscriptionItem, SubscriptionEvent, Plan, Invoice, InvoiceLine, Payment, CreditRefund, LedgerEntry, FxRate,
    ];

    /// <summary>The table called <paramref name="name"/>, or <see langword="null"/>.</summary>
    public static FactTable? Find(string name) => All.FirstOrDefault(table => string.Equals(table.Name, name, StringComparison.Ordinal));
}
