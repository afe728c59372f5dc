using Pipeline.Metrics.Reading;
using Pipeline.Metrics.Series.Recurring;
using Pipeline.Model;

namespace Pipeline.Metrics.Series;

/// <summary>All series, read from the tables in three chains that need nothing of each other.</summary>
internal sealed class FactSeries
{
    private FactSeries(FactContext context, CustomerDirectory customers, AcquiredBy acquiredBy)
    {
        Context = context;
        Customers = customers;
        AcquiredBy = acquiredBy;
    }

    public FactContext Context { get; }

    public CustomerDirectory Customers { get; }

    /// <summary>Which table decides who is a customer; never <see cref="AcquiredBy.Auto"/>.</summary>
    public AcquiredBy AcquiredBy { get; }

    public required RecurringFacts Recurring { get; init; }

    public required InvoiceSeries Invoices { get; init; }

    public required LedgerSeries Ledger { get; init; }

    public required TableCoverage Payments { get; init; }

    public required TableCoverage Credits { get; init; }

    public required LifecycleEntries Lifecycle { get; init; }

    public required OpportunitySeries Opportunities { get; init; }

    public required StageHistory Stages { get; init; }

    public required LeadSeries Leads { get; init; }

    public required SpendSeries Spend { get; init; }

    /// <summary>Every table whose rows can begin or end the axis.</summary>
    public IEnumerable<TableCoverage> Coverages =>
    [
        Recurring.Subscriptions.Coverage, Invoices.Coverage, Ledger.Coverage, Payments, Credits, Lifecycle.Coverage, Opportunities.Coverage, Stages.Coverage,
        Leads.Coverage, Spend.Coverage,
    ];

    public static async Task<FactSeries> ReadAsync(FactContext context, CancellationToken cancellationToken)
    {
        var acquiredBy = await ResolveAsync(context, cancellationToken).ConfigureAwait(false);
        var customers = await CustomerDirectory.ReadAsync(context, cancellationToken).ConfigureAwait(false);
        var billing = Task.Run(() => BillingAsync(context, customers, acquiredBy, cancellationToken), cancellationToken);
        var crm = Task.Run(() => CrmAsync(context, customers, acquiredBy == AcquiredBy.Opportunity, cancellationToken), cancellationToken);
        var spend = Task.Run(() => SpendSeries.ReadAsync(context, cancellationToken), cancellationToken);
        await Task.WhenAll(billing, crm, spend).ConfigureAwait(false);
        var (recurring, invoices, ledger, payments, credits) = await billing.ConfigureAwait(false);
        var (lifecycle, opportunities, stages, leads) = await crm.ConfigureAwait(false);
        return new FactSeries(context, customers, acquiredBy)
        {
            Recurring = recurring,
            Invoices = invoices,
            Ledger = ledger,
            Payments = payments,
            Credits = credits,
            Lifecycle = lifecycle,
            Opportunities = opportunities,
            Stages = stages,
            Leads = leads,
            Spend = await spend.ConfigureAwait(false),
        };
    }

    private static async Task<AcquiredBy> ResolveAsync(FactContext context, CancellationToken cancellationToken)
    {
        if (context.Settings.AcquiredBy != AcquiredBy.Auto) { return context.Settings.AcquiredBy; }
        if (await FactScan.AnyAsync(context.Facts, FactTables.Subscription, cancellationToken).ConfigureAwait(false)) { return AcquiredBy.Subscription; }
        return await FactScan.AnyAsync(context.Facts, FactTables.Invoice, cancellationToken).ConfigureAwait(false) ? AcquiredBy.Invoice : AcquiredBy.Opportunity;
    }

    private static async Task<(RecurringFacts Recurring, InvoiceSeries Invoices, LedgerSeries Ledger, TableCoverage Payments, TableCoverage Credits)> BillingAsync(
        FactContext context, CustomerDirectory customers, AcquiredBy acquiredBy, CancellationToken cancellationToken)
    {
        var recurring = await RecurringFacts.ReadAsync(context, customers, cancellationToken).ConfigureAwait(false);
        var invoices = await InvoiceSeries.ReadAsync(context, acquiredBy == AcquiredBy.Invoice, cancellationToken).ConfigureAwait(false);
        var ledger = await LedgerSeries.ReadAsync(context, cancellationToken).ConfigureAwait(false);
        var payments = await EventDays.ReadAsync(context, FactTables.Payment, "paid_at", cancellationToken).ConfigureAwait(false);
        var credits = await EventDays.ReadAsync(context, FactTables.CreditRefund, "occurred_at", cancellationToken).ConfigureAwait(false);
        return (recurring, invoices, ledger, payments, credits);
    }

    private static async Task<(LifecycleEntries Lifecycle, OpportunitySeries Opportunities, StageHistory Stages, LeadSeries Leads)> CrmAsync(
        FactContext context, CustomerDirectory customers, bool addAccounts, CancellationToken cancellationToken)
    {
        var lifecycle = await LifecycleEntries.ReadAsync(context, cancellationToken).ConfigureAwait(false);
        var opportunities = await OpportunitySeries.ReadAsync(context, customers, addAccounts, cancellationToken).ConfigureAwait(false);
        // Stages and events ask for nearly all of them.
        var asksForAll = !lifecycle.IsEmpty || !context.Facts.PartsOf(FactTables.OpportunityStageHistory).IsEmpty;
        if (asksForAll && opportunities.Lookup is { } lookup) { await lookup.FindAllAsync(cancellationToken).ConfigureAwait(false); }
        var stages = await StageHistory.ReadAsync(context, opportunities.Records, cancellationToken).ConfigureAwait(false);
        var leads = await LeadSeries.ReadAsync(context, lifecycle, opportunities, customers, cancellationToken).ConfigureAwait(false);
        return (lifecycle, opportunities, stages, leads);
    }
}
