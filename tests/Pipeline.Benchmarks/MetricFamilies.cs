using Pipeline.Benchmarks.Processes;
using Pipeline.Metrics;
using Pipeline.Metrics.Reading;
using Pipeline.Metrics.Series;
using Pipeline.Metrics.Series.Recurring;
using Pipeline.Model;
using Pipeline.Storage;
using Pipeline.Storage.Delta;
using static Pipeline.Benchmarks.Results;

namespace Pipeline.Benchmarks;

/// <summary>Each family of metrics alone over the facts of a large demo company: reading its columns and adding them up, then all points.</summary>
internal static class MetricFamilies
{
    public static async Task RunAsync(Results results, int scale)
    {
        var lake = Path.Combine(Yardstick.Workspace, "families-lake");
        var exports = Path.Combine(Yardstick.Workspace, "families-exports");
        Files.Delete(lake);
        Files.Delete(exports);
        Directory.CreateDirectory(Yardstick.Workspace);
        await ProcessMeter.RunAsync(new Job(await PublishedProgram.BuildAsync(), ["demo", "--scale", Number(scale, "0"), "--lake", lake, "--exports", exports], Yardstick.Workspace));
        var facts = await LakeFacts.OpenAsync(new FolderObjectStore(lake), new DeltaEnvironment(TimeProvider.System, Guid.NewGuid), workers: 1, CancellationToken.None);
        var settings = new MetricSettings();
        var fx = await FxRates.ReadAsync(facts, settings.ReportingCurrency, CancellationToken.None);
        var context = new FactContext(facts, settings, new BusinessDays(settings.ReportingTimeZone), fx, DayAxis.Day(DateOnly.FromDateTime(DateTime.UtcNow))) { ConfigHash = "config" };
        var customers = await CustomerDirectory.ReadAsync(context, CancellationToken.None);
        var opportunities = await OpportunitySeries.ReadAsync(context, customers, addAccounts: false, CancellationToken.None);
        var lifecycle = await LifecycleEntries.ReadAsync(context, CancellationToken.None);
        var rows = new List<string[]>();
        await AddAsync(rows, "spend", (facts, FactTables.MarketingSpendDaily), () => SpendSeries.ReadAsync(context, CancellationToken.None));
        await AddAsync(rows, "sales: opportunities", (facts, FactTables.Opportunity), () => OpportunitySeries.ReadAsync(context, customers, addAccounts: false, CancellationToken.None));
        await AddAsync(rows, "funnel: leads", (facts, FactTables.Lead), () => LeadSeries.ReadAsync(context, lifecycle, opportunities, customers, CancellationToken.None));
        await AddAsync(rows, "revenue: invoices and lines", (facts, FactTables.Invoice), () => InvoiceSeries.ReadAsync(context, notesPayers: false, CancellationToken.None));
        await AddAsync(rows, "ledger", (facts, FactTables.LedgerEntry), () => LedgerSeries.ReadAsync(context, CancellationToken.None));
        await AddAsync(rows, "recurring: subscriptions and items", (facts, FactTables.Subscription), () => RecurringFacts.ReadAsync(context, customers, CancellationToken.None));
        var request = new DayAxisRequest(null, DateOnly.FromDateTime(DateTime.UtcNow));
        await AddAsync(rows, "all of them, and their sums", (facts, FactTables.Invoice), () => MetricEngine.ComputeAsync(facts, settings, request, new MetricRun("run", "config", "versions"), CancellationToken.None));
        results.Put(
            "Metric families",
            $"Over the facts of `pipeline demo --scale {scale}`, in this process, one reading thread, best of nine rounds, processor time.",
            ["family", "rows of its main table", "ms", "ns a row"],
            rows);
    }

    private static async Task AddAsync(List<string[]> rows, string family, (LakeFacts Facts, FactTable Table) main, Func<Task> read)
    {
        long count = 0;
        await main.Facts.ReadAsync(main.Table, [Envelope.IsDeleted], batch => count += batch.RowCount, CancellationToken.None);
        var each = Stopwatches.NanosecondsEach(Math.Max(count, 1), () => read().GetAwaiter().GetResult());
        rows.Add([family, Number(count, "#,##0"), Number(each * Math.Max(count, 1) / 1_000_000), Number(each, "0")]);
    }
}
