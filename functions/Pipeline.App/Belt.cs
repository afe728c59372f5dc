using Pipeline.App.Report;
using Pipeline.App.Settings;
using Pipeline.Metrics;
using Pipeline.Model;
using Pipeline.Publish;

namespace Pipeline.App;

/// <summary>Runs the flows on one lake: settings and clock go in here, and nowhere deeper.</summary>
internal sealed class Belt(Lake lake, ProgramContext context)
{
    public Lake Lake => lake;

    /// <summary>Computes days again from facts and publishes those that differ.</summary>
    public async Task<SnapshotReceipt> RecomputeAsync(DayRange days, bool isDryRun, IProgress<StepProgress> progress, CancellationToken cancellationToken)
    {
        progress.Report(new("Computing metrics", 0, 1));
        var settings = await lake.Settings.ReadAsync(cancellationToken).ConfigureAwait(false);
        var published = await new PublishedPointer(lake.Store).ReadAsync(cancellationToken).ConfigureAwait(false);
        var request = new SnapshotRequest(NewRunId(), new DayAxisRequest(published?.AsOf, Today(settings)), days, isDryRun);
        var receipt = await Daily(settings).RunAsync(request, cancellationToken).ConfigureAwait(false);
        if (!isDryRun) { await WriteLatestAsync(cancellationToken).ConfigureAwait(false); }
        return receipt;
    }

    private DailyFlow Daily(LakeSettings settings) => new(lake.Store, lake.Delta, settings.Metrics, settings.ConfigHash) { Workers = Environment.ProcessorCount };

    private async Task WriteLatestAsync(CancellationToken cancellationToken)
    {
        if (await Snapshot.TryReadAsync(lake, cancellationToken).ConfigureAwait(false) is not { } snapshot) { return; }
        await LatestExports.WriteAsync(lake.Store, LatestExports.Of(snapshot.Schema, snapshot.Latest), cancellationToken).ConfigureAwait(false);
    }

    private string NewRunId() => context.NewId().ToString("N");

    /// <summary>The business day that is now: the only place where the clock becomes one.</summary>
    private DateOnly Today(LakeSettings settings) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(context.Clock.GetUtcNow(), settings.Metrics.ReportingTimeZone).DateTime);
}
