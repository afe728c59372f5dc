using System.Collections.Immutable;
using Pipeline.Land;
using Pipeline.Metrics;
using Pipeline.Model;
using Pipeline.Publish;
using Pipeline.Storage;
using Pipeline.Storage.Delta;

namespace Pipeline;

/// <summary>What to compute and publish.</summary>
/// <param name="RunId">Names the run on every row it publishes.</param>
/// <param name="Days">How far to compute.</param>
/// <param name="Only">When set, only these days, and metrics, are replaced; the others stay as they were published.</param>
/// <param name="IsDryRun">Whether only to say what would be published.</param>
public sealed record SnapshotRequest(string RunId, DayAxisRequest Days, PublishScope? Only = null, bool IsDryRun = false);

/// <summary>What a daily run published.</summary>
/// <param name="State">What the lake now says.</param>
/// <param name="Tables">One for each table that was looked at.</param>
/// <param name="IsNothingNew">Whether facts, settings and days were those of the last run, so that nothing was computed.</param>
public sealed record SnapshotReceipt(PublishedState State, ImmutableArray<PublishReceipt> Tables, bool IsNothingNew);

/// <summary>From facts to published snapshots: every day at once. Read this file first, then <see cref="LandingFlow"/>.</summary>
public sealed class DailyFlow(IObjectStore store, DeltaEnvironment environment, MetricSettings settings, string configHash)
{
    private const int MostRounds = 5;

    /// <summary>How many threads read facts.</summary>
    /// <value>The default is 2.</value>
    public int Workers { get; init; } = 2;

    /// <summary>Computes and publishes; once more when facts came meanwhile, so that of two runs at once the newer inputs stay, whoever wrote last.</summary>
    /// <exception cref="MetricIdentityException">Parts do not add up to their total; nothing was published.</exception>
    public async Task<SnapshotReceipt> RunAsync(SnapshotRequest request, CancellationToken cancellationToken)
    {
        var receipt = await OnceAsync(request, cancellationToken).ConfigureAwait(false);
        for (var round = 1; round < MostRounds && !receipt.IsNothingNew && !request.IsDryRun; round++)
        {
            var facts = await LakeFacts.OpenAsync(store, environment, Workers, cancellationToken).ConfigureAwait(false);
            if (string.Equals(facts.InputVersions, receipt.State.InputVersions, StringComparison.Ordinal)) { break; }
            var next = await OnceAsync(request, cancellationToken).ConfigureAwait(false);
            receipt = next with { IsNothingNew = false };
        }

        return receipt;
    }

    private async Task<SnapshotReceipt> OnceAsync(SnapshotRequest request, CancellationToken cancellationToken)
    {
        var publish = new PublishStation(store, environment) { Workers = Workers };
        var quality = await PublishQualityAsync(publish, request, cancellationToken).ConfigureAwait(false);
        var facts = await LakeFacts.OpenAsync(store, environment, Workers, cancellationToken).ConfigureAwait(false);
        var pointer = new PublishedPointer(store);
        var before = await pointer.ReadAsync(cancellationToken).ConfigureAwait(false);
        var asOf = request.Days.AsOf;
        if (request.Only is null && before is not null && before.Stands(facts.InputVersions, configHash, asOf, request.Days.Today) && await IsUntouchedAsync(before, cancellationToken).ConfigureAwait(false))
        {
            return new(before, [quality], IsNothingNew: true);
        }

        // The first run of a lake reads everything once and goes: only who comes back gains from what is kept.
        if (before is not null && !request.IsDryRun) { facts = await facts.KeepingAsync(cancellationToken).ConfigureAwait(false); }
        var run = new MetricRun(request.RunId, configHash, facts.InputVersions);
        var metrics = await MetricEngine.ComputeAsync(facts, settings, request.Days, run, cancellationToken).ConfigureAwait(false);
        // Each table has a commit of its own, and waits for the disk more than it computes.
        var receipts = await Task.WhenAll(metrics.All.Where(table => request.Only?.Touches(table.Schema) ?? true)
            .Select(table => Task.Run(() => publish.PublishAsync(ToPublish(table), request.Only, request.IsDryRun, cancellationToken), cancellationToken))).ConfigureAwait(false);

        var state = new PublishedState(request.RunId, facts.InputVersions, configHash, Iso(metrics.Axis.Start), Iso(metrics.Axis.End), asOf, request.Days.Today)
        {
            OutputVersions = string.Join(';', receipts.Select(receipt => $"{receipt.Table}@{receipt.Version}")),
        };
        await facts.SweepAsync(cancellationToken).ConfigureAwait(false);
        // Written last: a run that dies before this line is simply done again.
        if (!request.IsDryRun && request.Only is null) { await pointer.WriteAsync(state, cancellationToken).ConfigureAwait(false); }
        return new(state, [quality, .. receipts], IsNothingNew: false);
    }

    /// <summary>Whether the published tables are as the last whole run left them. A run with older facts may have ended after it.</summary>
    private async Task<bool> IsUntouchedAsync(PublishedState state, CancellationToken cancellationToken)
    {
        foreach (var output in state.OutputVersions.Split(';'))
        {
            var name = output[..Math.Max(0, output.LastIndexOf('@'))];
            if (name.Length == 0) { return false; }
            var snapshot = await new DeltaTable(store, "metrics/" + name, environment).ReadAsync(cancellationToken).ConfigureAwait(false);
            if (!string.Equals(output, $"{name}@{snapshot?.Version ?? -1}", StringComparison.Ordinal)) { return false; }
        }

        return true;
    }

    private async Task<PublishReceipt> PublishQualityAsync(PublishStation publish, SnapshotRequest request, CancellationToken cancellationToken)
    {
        var ledger = await new ExportLedger(store, environment).ReadAsync(cancellationToken).ConfigureAwait(false);
        return await publish.PublishAsync(DataQuality.Of(ledger.Settled), null, request.IsDryRun, cancellationToken).ConfigureAwait(false);
    }

    private static PublishedTable ToPublish(MetricTable table) =>
        new(table.Name, table.Schema, DayColumnOf(table), table.Parts.Select(part => new PublishedChunk(LabelOf(part), part.Make) { Inputs = part.Inputs }));

    // Only tables of days can be replaced day by day; a table of months is small and recomputed whole.
    private static string DayColumnOf(MetricTable table) => table.Schema.Columns[0].Name is "snapshot_date" or "movement_date" ? table.Schema.Columns[0].Name : "";

    private static string LabelOf(MetricPart part) => part.Month is { } month ? month.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture) : "all";

    private static DateOnly Iso(int day) => DayAxis.Date(day);
}
