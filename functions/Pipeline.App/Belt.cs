using Pipeline.App.Report;
using Pipeline.App.Settings;
using Pipeline.Land;
using Pipeline.Metrics;
using Pipeline.Model;
using Pipeline.Parse;
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
        var runId = NewRunId();
        var facts = await LandAsync(files, runId, progress, cancellationToken).ConfigureAwait(false);
        var daily = await SnapshotAsync(asOf, runId, progress, cancellationToken).ConfigureAwait(false);
        return new BeltRun(facts.Landing, daily, facts.IsRebuilt);
    }

    /// <summary>The first half of a run: files become facts. Metrics stay as they are.</summary>
    /// <param name="files">In any order.</param>
    /// <param name="runId">Names the run in the ledger.</param>
    /// <param name="progress">Told of files.</param>
    /// <param name="cancellationToken">Ends the work early; what was finished stands.</param>
    public async Task<FactsRun> LandAsync(IReadOnlyList<LandingFile> files, string runId, IProgress<StepProgress> progress, CancellationToken cancellationToken)
    {
        var reading = await ReadingAsync(cancellationToken).ConfigureAwait(false);
        var rebuilt = await NeedsRebuildAsync(reading.Hash, cancellationToken).ConfigureAwait(false);
        if (rebuilt) { await RebuildFactsAsync(reading, runId, progress, cancellationToken).ConfigureAwait(false); }
        var flow = new LandingFlow(lake.Store, lake.Delta, reading.Parser, reading.Hash) { Progress = new FileProgress("Reading exports", files.Count, progress) };
        return new(await flow.RunAsync(files, runId, cancellationToken).ConfigureAwait(false), rebuilt);
    }

    /// <summary>The second half of a run: every day is computed from the facts and published. Nothing is written when facts, settings and days are those of the last run.</summary>
    /// <param name="asOf">The last day to compute; by default the newest in the facts.</param>
    /// <param name="runId">Names the run on the rows that it publishes.</param>
    /// <param name="progress">Told of the step.</param>
    /// <param name="cancellationToken">Ends the work early; each table is replaced whole or not at all.</param>
    public async Task<SnapshotReceipt> SnapshotAsync(DateOnly? asOf, string runId, IProgress<StepProgress> progress, CancellationToken cancellationToken)
    {
        var settings = await lake.Settings.ReadAsync(cancellationToken).ConfigureAwait(false);
        return await ComputeAsync(settings, new DayAxisRequest(asOf, Today(settings)), runId, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The business day that is now in the reporting time zone.</summary>
    public async Task<DateOnly> TodayAsync(CancellationToken cancellationToken) => Today(await lake.Settings.ReadAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>Makes all facts again from the bytes that were kept, then computes and publishes every day.</summary>
    public async Task<SnapshotReceipt> RebuildAsync(IProgress<StepProgress> progress, CancellationToken cancellationToken)
    {
        var reading = await ReadingAsync(cancellationToken).ConfigureAwait(false);
        var runId = NewRunId();
        await RebuildFactsAsync(reading, runId, progress, cancellationToken).ConfigureAwait(false);
        var published = await new PublishedPointer(lake.Store).ReadAsync(cancellationToken).ConfigureAwait(false);
        return await ComputeAsync(reading.Settings, new DayAxisRequest(published?.AsOf, Today(reading.Settings)), runId, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Computes days again from facts and publishes what differs.</summary>
    /// <param name="request">What to replace, and under which name.</param>
    /// <param name="progress">Told of the step.</param>
    /// <param name="cancellationToken">Ends the work early; each table is replaced whole or not at all.</param>
    public async Task<SnapshotReceipt> RecomputeAsync(RecomputeOrder request, IProgress<StepProgress> progress, CancellationToken cancellationToken)
    {
        progress.Report(new("Computing metrics", 0, 1));
        var settings = await lake.Settings.ReadAsync(cancellationToken).ConfigureAwait(false);
        var published = await new PublishedPointer(lake.Store).ReadAsync(cancellationToken).ConfigureAwait(false);
        var snapshot = new SnapshotRequest(request.RunId, new DayAxisRequest(published?.AsOf, Today(settings)), request.Scope, request.IsDryRun);
        var receipt = await Daily(settings).RunAsync(snapshot, cancellationToken).ConfigureAwait(false);
        if (!request.IsDryRun) { await WriteLatestAsync(cancellationToken).ConfigureAwait(false); }
        return receipt;
    }

    private async Task<SnapshotReceipt> ComputeAsync(
        LakeSettings settings, DayAxisRequest days, string runId, IProgress<StepProgress> progress, CancellationToken cancellationToken)
    {
        progress.Report(new("Computing metrics", 0, 1));
        var receipt = await Daily(settings).RunAsync(new SnapshotRequest(runId, days), cancellationToken).ConfigureAwait(false);
        if (!receipt.IsNothingNew) { await WriteLatestAsync(cancellationToken).ConfigureAwait(false); }
        return receipt;
    }

    private async Task<Reading> ReadingAsync(CancellationToken cancellationToken)
    {
        var settings = await lake.Settings.ReadWithKeyAsync(context.NewHashKey, cancellationToken).ConfigureAwait(false);
        var sources = await SourceSet.ReadAsync(lake, cancellationToken).ConfigureAwait(false);
        sources.Check(settings);
        var parser = new ExportParser(sources.Catalog, settings.Parse, new ParseOptions { Degree = Environment.ProcessorCount });
        return new Reading(settings, parser, sources.ReadingHash(settings));
    }

    /// <summary>Whether facts were read under other settings or sources than those of today: then what was kept is read again, so that all rows mean the same.</summary>
    private async Task<bool> NeedsRebuildAsync(string readingHash, CancellationToken cancellationToken)
    {
        var ledger = await new ExportLedger(lake.Store, lake.Delta).ReadAsync(cancellationToken).ConfigureAwait(false);
        return ledger.Settled.Any(record => !string.Equals(record.ReadingHash, readingHash, StringComparison.Ordinal));
    }

    private Task<LandingReceipt> RebuildFactsAsync(Reading reading, string runId, IProgress<StepProgress> progress, CancellationToken cancellationToken) =>
        new RebuildFlow(lake.Store, lake.Delta, reading.Parser, reading.Hash) { Progress = new FileProgress("Reading kept exports again", 0, progress) }.RunAsync(runId, cancellationToken);

    private DailyFlow Daily(LakeSettings settings) => new(lake.Store, lake.Delta, settings.Metrics, settings.ConfigHash) { Workers = Environment.ProcessorCount };

    private async Task WriteLatestAsync(CancellationToken cancellationToken)
    {
        if (await Snapshot.TryReadAsync(lake, Snapshot.AllDays, cancellationToken).ConfigureAwait(false) is not { } snapshot) { return; }
        await LatestExports.WriteAsync(lake.Store, LatestExports.Of(snapshot.Schema, snapshot.Latest), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A new name for a run.</summary>
    public string NewRunId() => context.NewId().ToString("N");

    /// <summary>The business day that is now: the only place where the clock becomes one.</summary>
    private DateOnly Today(LakeSettings settings) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(context.Clock.GetUtcNow(), settings.Metrics.ReportingTimeZone).DateTime);

    /// <summary>How exports are read today.</summary>
    private sealed record Reading(LakeSettings Settings, ExportParser Parser, string Hash);

    private sealed class FileProgress(string step, int total, IProgress<StepProgress> progress) : IProgress<string>
    {
        private int _done;

        public void Report(string value) => progress.Report(new(step, _done++, total));
    }
}

/// <summary>What the first half of a run did.</summary>
/// <param name="Landing">What the exports became.</param>
/// <param name="IsRebuilt">Whether settings or sources had changed, so that all kept exports were read again.</param>
internal sealed record FactsRun(LandingReceipt Landing, bool IsRebuilt)
{
    /// <summary>Whether the facts, or what is known of exports, may be others than before.</summary>
    public bool HasNews => IsRebuilt || Landing.Exports.Length > 0;
}

/// <summary>Days to compute again.</summary>
/// <param name="RunId">Names the run on the rows that it publishes.</param>
/// <param name="Scope">What is replaced.</param>
/// <param name="IsDryRun">Whether only to say what would be.</param>
internal sealed record RecomputeOrder(string RunId, PublishScope Scope, bool IsDryRun);

/// <summary>What one run of the belt did.</summary>
/// <param name="Landing">What the exports became.</param>
/// <param name="Daily">What was published.</param>
/// <param name="IsRebuilt">Whether settings or sources had changed, so that all kept exports were read again.</param>
internal sealed record BeltRun(LandingReceipt Landing, SnapshotReceipt Daily, bool IsRebuilt)
{
    /// <summary>Whether nothing was written. Files that were refused are tried again by every run: a newer program may read them.</summary>
    public bool IsNothingNew => !IsRebuilt && Daily.IsNothingNew && Landing.Merges.IsEmpty && Landing.Exports.All(export => export.Outcome is ExportOutcome.Refused);
}
