using System.Collections.Immutable;
using Pipeline.Land;
using Pipeline.Model;
using Pipeline.Storage.Delta;

namespace Pipeline;

/// <summary>The exports that speak for a table, also when other runs add to the table meanwhile: the ledger is read again when the table's log names one it did not know.</summary>
/// <param name="ledger">The ledger.</param>
/// <param name="state">What it said when the run began.</param>
/// <param name="own">The exports of this run.</param>
internal sealed class KnownExports(ExportLedger ledger, LedgerState state, ImmutableArray<ExportRecord> own)
{
    private volatile LedgerState _state = state;

    /// <summary>Those of this run, those that are announced and in the table, and all that are settled; see <see cref="Facts.ExportsOfTable"/>.</summary>
    /// <remarks>
    /// An export that is announced and not in the table is left out: its run may have died, and rows must not give way to rows that may never come.
    /// When they come, their own merge decides.
    /// </remarks>
    public async Task<IEnumerable<ExportRecord>> OfAsync(DeltaSnapshot? log, CancellationToken cancellationToken)
    {
        var merged = (log?.Transactions.Keys ?? []).Select(ExportRecord.TransactionIn).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var owned = own.Select(record => record.FileId).ToHashSet(StringComparer.Ordinal);
        var isComplete = merged.Select(ExportRecord.FileIdIn).All(fileId => owned.Contains(fileId) || _state.Knows(fileId));
        if (!isComplete) { _state = await ledger.ReadAsync(cancellationToken).ConfigureAwait(false); }
        var known = _state;
        // This run's own records first: they are the newest reading.
        return own.Concat(known.Announced.Where(record => merged.Contains(record.Transaction))).Concat(known.Settled);
    }
}
