using System.Collections.Immutable;
using Pipeline.Facts;
using Pipeline.Land;
using Pipeline.Model;
using Pipeline.Parse;
using Pipeline.Storage;
using Pipeline.Storage.Delta;

namespace Pipeline;

/// <summary>What a landing run did.</summary>
/// <param name="Exports">One record for each export that was new, in the order of the files.</param>
/// <param name="Known">Exports whose content the lake had already.</param>
/// <param name="Merges">One for each table that changed.</param>
public sealed record LandingReceipt(ImmutableArray<ExportRecord> Exports, int Known, ImmutableArray<MergeReceipt> Merges);

/// <summary>From landed files to facts: bytes are kept, recognised, read, merged. Running it twice changes nothing.</summary>
public sealed class LandingFlow(IObjectStore store, DeltaEnvironment environment, ExportParser parser, string readingHash)
{
    private readonly ExportLedger _ledger = new(store, environment);
    private readonly FactStation _facts = new(store, environment);
    private readonly Lander _lander = new(store);

    /// <summary>Where progress is told: the name of the file that is being read.</summary>
    public IProgress<string>? Progress { get; init; }

    public async Task<LandingReceipt> RunAsync(IReadOnlyList<LandingFile> files, string runId, CancellationToken cancellationToken)
    {
        var ledger = await _ledger.ReadAsync(cancellationToken).ConfigureAwait(false);
        var run = new IngestRun(_facts, parser, readingHash);
        var kept = new Dictionary<string, Task>(StringComparer.Ordinal);
        var known = 0;
        var fileOf = new Dictionary<string, LandingFile>(StringComparer.Ordinal);
        // A file is hashed while the one before it is read. Hashing the largest takes longest, so it comes last, when most is there to be read meanwhile.
        await foreach (var item in _lander.LookAheadAsync(files.OrderBy(file => file.Length), cancellationToken).ConfigureAwait(false))
        {
            Progress?.Report(item.File.Name);
            if (ledger.IsSettled(item.Export.Sha256) || run.Has(item.Export.Sha256)) { known++; }
            else { await TakeAsync(item, ledger, run, kept, cancellationToken).ConfigureAwait(false); }
            fileOf.TryAdd(item.Export.Sha256, item.File);
        }

        // Nothing becomes visible before the bytes it came from are durable.
        await Task.WhenAll(kept.Values).ConfigureAwait(false);
        var merges = await MergeAsync(run, ledger, cancellationToken).ConfigureAwait(false);
        var records = InOrder(files, fileOf, run.Records);
        await _ledger.SettleAsync([.. records.Where(record => !ledger.Says(record))], runId, cancellationToken).ConfigureAwait(false);
        await _ledger.ForgetSettledAsync(ledger, cancellationToken).ConfigureAwait(false);
        return new(records, known, merges);
    }

    /// <summary>The records in the order of the files, not of the reading.</summary>
    private static ImmutableArray<ExportRecord> InOrder(IReadOnlyList<LandingFile> files, Dictionary<string, LandingFile> fileOf, ImmutableArray<ExportRecord> records)
    {
        var places = new Dictionary<LandingFile, int>(ReferenceEqualityComparer.Instance);
        foreach (var file in files) { places.TryAdd(file, places.Count); }
        return [.. records.OrderBy(record => places[fileOf[record.Sha256]])];
    }

    private async Task TakeAsync(LandedItem item, LedgerState ledger, IngestRun run, Dictionary<string, Task> kept, CancellationToken cancellationToken)
    {
        var recognition = await run.RecogniseAsync(item, cancellationToken).ConfigureAwait(false);
        var rawPath = Lander.RawPathOf(item, recognition.SourceName);
        // Bytes are kept while rows are read: the copy checks the hash, so both see the same file.
        if (!kept.ContainsKey(rawPath) && !ledger.Keeps(rawPath)) { kept.Add(rawPath, Task.Run(() => _lander.KeepAsync(item, rawPath, cancellationToken), cancellationToken)); }
        await run.TakeAsync(item, rawPath, recognition, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ImmutableArray<MergeReceipt>> MergeAsync(IngestRun run, LedgerState ledger, CancellationToken cancellationToken)
    {
        var feeding = run.Records.Where(record => record.Outcome == ExportOutcome.Accepted).ToImmutableArray();
        // What is settled already is known to everybody. Making a record durable is waiting for the disk, for all of them at once.
        await Task.WhenAll(feeding.Where(record => !ledger.Says(record)).Select(record => _ledger.AnnounceAsync(record, cancellationToken))).ConfigureAwait(false);

        var known = new KnownExports(_ledger, ledger, feeding);
        // Tables are independent of each other, and much of a merge is waiting for the disk.
        var merges = run.Tables.Where(intake => intake.HasNews).Select(intake => Task.Run(() => intake.MergeAsync(known.OfAsync, cancellationToken), cancellationToken));
        var receipts = await Task.WhenAll(merges).ConfigureAwait(false);
        await run.Quarantine.CommitAsync(cancellationToken).ConfigureAwait(false);
        return [.. receipts.Where(receipt => !receipt.WasDone)];
    }
}
