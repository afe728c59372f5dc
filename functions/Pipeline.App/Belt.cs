using Pipeline.App.Report;
using Pipeline.App.Settings;
using Pipeline.Land;
using Pipeline.Metrics;
using Pipeline.Model;
using Pipeline.Parse;
using Pipeline.Parse.Sources;
using Pipeline.Publish;

namespace Pipeline.App;

/// <summary>Runs the flows on one lake: settings and clock go in here, and nowhere deeper.</summary>
internal sealed class Belt(Lake lake, ProgramContext context)
{
    public Lake Lake => lake;

    /// <summary>Lands files, updates facts, computes and publishes every day. Nothing is written when nothing is new.</summary>
    /// <param name="files">In any order.</param>
    /// <param name="asOf">The last day to compute; by default the newest in the facts.</param>
    /// <param name="progress">Told of files and steps.</param>
    /// <param name="cancellationToken">Ends the work early; what was finished stands.</param>
    public async Task<BeltRun> RunAsync(IReadOnlyList<LandingFile> files, DateOnly? asOf, IProgress<StepProgress> progress, CancellationToken cancellationToken)
    {
        var settings = await lake.Settings.ReadWithKeyAsync(context.NewHashKey, cancellationToken).ConfigureAwait(false);
        var runId = NewRunId();
        var parser = new ExportParser(new SourceCatalog(SourceList.All, []), settings.Parse, new ParseOptions { Degree = Environment.ProcessorCount });
        var flow = new LandingFlow(lake.Store, lake.Delta, parser, settings.ReadingHash) { Progress = new FileProgress(files.Count, progress) };
        var landing = await flow.RunAsync(files, runId, cancellationToken).ConfigureAwait(false);
        progress.Report(new("Computing metrics", 0, 1));
        var daily = await Daily(settings).RunAsync(new SnapshotRequest(runId, new DayAxisRequest(asOf, Today(settings))), cancellationToken).ConfigureAwait(false);
        if (!daily.IsNothingNew) { await WriteLatestAsync(cancellationToken).ConfigureAwait(false); }
        return new BeltRun(landing, daily);
    }

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

    private sealed class FileProgress(int total, IProgress<StepProgress> progress) : IProgress<string>
    {
        private int _done;

        public void Report(string value) => progress.Report(new("Reading exports", _done++, total));
    }
}

/// <summary>What one run of the belt did.</summary>
internal sealed record BeltRun(LandingReceipt Landing, SnapshotReceipt Daily)
{
    /// <summary>Whether nothing was written. Files that were refused are tried again by every run: a newer program may read them.</summary>
    public bool IsNothingNew => Daily.IsNothingNew && Landing.Merges.IsEmpty && Landing.Exports.All(export => export.Outcome is ExportOutcome.Refused);
}
