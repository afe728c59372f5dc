using System.Collections.Immutable;

namespace Pipeline.App.Demo;

/// <summary>Harbor Desk, a company that does not exist: three years of leads, deals, subscriptions, advertising and books.</summary>
internal sealed record DemoCompany
{
    public const ulong DefaultSeed = 20260630;

    public required ImmutableArray<Lead> Leads { get; init; }

    public required ImmutableArray<Deal> Deals { get; init; }

    public required ImmutableArray<BillingCustomer> Customers { get; init; }

    public required ImmutableArray<DemoSubscription> Subscriptions { get; init; }

    public required ImmutableArray<DemoInvoice> Invoices { get; init; }

    public required ImmutableArray<DemoSpend> Spend { get; init; }

    public required ImmutableArray<DemoRate> Rates { get; init; }

    public required ImmutableArray<LedgerLine> Ledger { get; init; }

    public required ImmutableArray<DemoQuota> Quotas { get; init; }

    public required ImmutableArray<ManualCost> ManualCosts { get; init; }

    /// <summary>The same seed and scale give the same company, to the byte.</summary>
    /// <param name="seed">Where chance starts.</param>
    /// <param name="scale">How many times 600 customers, and the spend to win them.</param>
    public static DemoCompany Create(ulong seed = DefaultSeed, int scale = 1)
    {
        var random = new DemoRandom(seed);
        var (leads, deals) = FunnelSimulation.Run(random, scale);
        var (customers, subscriptions) = BillingSimulation.Run(random, leads);
        return new DemoCompany
        {
            Leads = leads,
            Deals = deals,
            Customers = customers,
            Subscriptions = subscriptions,
            Invoices = InvoiceSimulation.Run(random, subscriptions),
            Spend = SpendSimulation.Run(random, scale),
            Rates = FinanceSimulation.Rates(random),
            Ledger = FinanceSimulation.Ledger(random, scale),
            Quotas = FinanceSimulation.Quotas(scale),
            ManualCosts = FinanceSimulation.ManualCosts(random, scale),
        };
    }
}
