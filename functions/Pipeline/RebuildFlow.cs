using System.Collections.Immutable;
using Pipeline.Facts;
using Pipeline.Land;
using Pipeline.Model;
using Pipeline.Parse;
using Pipeline.Storage;
using Pipeline.Storage.Delta;

namespace Pipeline;

/// <summary>Makes the facts again from the bytes that were kept: after a change of settings or sources, or when a table is damaged.</summary>
/// <remarks>The result is what landing all exports anew would give. Each table changes with one commit; a rebuild that dies is run again.</remarks>
public sealed class RebuildFlow(IObjectStore store, DeltaEnvironment environment, ExportParser parser, string readingHash)
{
    private readonly ExportLedger _ledger = new(store, environment);
    private readonly FactStation _facts = new(store, environment);
    private readonly Lander _lander = new(store);

    /// <summary>Where progress is told: the name of the file that is being read.</summary>
    public IProgress<string>? Progress { get; init; }

    public async Task<LandingReceipt> RunAsync(string runId, CancellationToken cancellationToken)
    {
        var ledger = await _ledger.ReadAsync(cancellationToken).ConfigureAwait(false);
        // The hash too: a run that is tried again after another change of settings rebuilds again.
        var rebuild = $"rebuild/{runId}/{readingHash}/";
        var run = new IngestRun(_facts, parser, readingHash, rebuild);
        foreach (var kept in ledger.Settled.DistinctBy(record => record.RawPath, StringComparer.Ordinal).OrderBy(record => record.RawPath, StringComparer.Ordinal))
        {
            Progress?.Report(kept.FileName);
            await foreach (var item in _lander.LookAsync(FileOf(kept), cancellationToken).ConfigureAwait(false))
            {
                if (run.Has(item.Export.Sha256)) { continue; }
                var recognition = await run.RecogniseAsync(item, cancellationToken).ConfigureAwait(false);
                await run.TakeAsync(item, kept.RawPath, recognition, cancellationToken).ConfigureAwait(false);
            }
        }

        foreach (var record in run.Records.Where(record => record.Outcome == ExportOutcome.Accepted)) { await _ledger.AnnounceAsync(record, cancellationToken).ConfigureAwait(false); }
        var merges = await ReplaceAsync(run, rebuild, cancellationToken).ConfigureAwait(false);
        await _ledger.SettleAsync(run.Records, runId, cancellationToken).ConfigureAwait(false);
        return new(run.Records, 0, merges);
    }

    private async Task<ImmutableArray<MergeReceipt>> ReplaceAsync(IngestRun run, string transaction, CancellationToken cancellationToken)
    {
        var receipts = ImmutableArray.CreateBuilder<MergeReceipt>();
        foreach (var table in FactTableCatalog.All)
        {
            var intake = run.TableOf(table);
            var exists = await _facts.ReadAsync(table, cancellationToken).ConfigureAwait(false) is not null;
            if (!exists && !intake.HasNews) { continue; }
            receipts.Add(await intake.RebuildAsync(run.Records, transaction, cancellationToken).ConfigureAwait(false));
        }

        await run.Quarantine.RebuildAsync(transaction, cancellationToken).ConfigureAwait(false);
        return receipts.ToImmutable();
    }

    private LandingFile FileOf(ExportRecord kept) =>
        new(NameOf(kept), kept.ModifiedAt, token => store.OpenReadAsync(kept.RawPath, token));

    // The record of an archive's member has the member's name; the archive itself is known by what it was kept as.
    private static string NameOf(ExportRecord kept) => kept.RawPath.StartsWith("raw/archive/", StringComparison.Ordinal)
        ? kept.RawPath[(kept.RawPath.LastIndexOf('/') + 1)..]
        : kept.FileName;
}
