using System.Collections.Immutable;
using Pipeline.Model;
using Pipeline.Parquet;
using Pipeline.Storage.Delta;

namespace Pipeline.Facts;

/// <summary>What became of the new rows of a table.</summary>
/// <param name="Table">The table.</param>
/// <param name="Version">The version of the table that holds them.</param>
/// <param name="RowsAdded">New rows.</param>
/// <param name="RowsSuperseded">Rows, old or new, that lost to another row of the same key or day.</param>
/// <param name="Tombstones">Rows that a full snapshot turned into tombstones.</param>
public sealed record MergeReceipt(FactTable Table, long Version, long RowsAdded, long RowsSuperseded, long Tombstones)
{
    /// <summary>Whether another run had done all of it, so that this one changed nothing.</summary>
    public bool WasDone { get; init; }
}

/// <summary>Merges the new rows of one table into it: finds the rows that lose, rewrites the parts that hold them, commits once.</summary>
/// <param name="intake">The new rows.</param>
/// <param name="exports">Which exports speak for the table.</param>
/// <param name="replacesAll">Whether the new rows are all that the table is to hold.</param>
internal sealed class TableMerge(TableIntake intake, ExportsOfTable exports, bool replacesAll)
{
    private const int MaximumTries = 20;

    /// <exception cref="DeltaConflictException">Other writers were faster every time.</exception>
    public async Task<MergeReceipt> RunAsync(CancellationToken cancellationToken)
    {
        var written = await intake.PartsAsync().ConfigureAwait(false);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var log = await intake.Delta.ReadAsync(cancellationToken).ConfigureAwait(false);
                var (receipt, live) = await TryAsync(intake.NotIn(log), log, cancellationToken).ConfigureAwait(false);
                // New parts of which rows lost were copied before anybody saw them; those that another run was faster with are not needed.
                await DiscardAsync(written.Except(live), cancellationToken).ConfigureAwait(false);
                return receipt;
            }
            catch (DeltaConflictException) when (attempt < MaximumTries)
            {
                // Somebody else committed since we read the table: look again and decide anew. Our new parts stay as they are.
            }
        }
    }

    /// <returns>What was done, and the new parts that are live now.</returns>
    private async Task<(MergeReceipt Receipt, ImmutableArray<DataFile> Live)> TryAsync(TableIntake left, DeltaSnapshot? log, CancellationToken cancellationToken)
    {
        if (left.Transactions.IsEmpty) { return (new(intake.Table, log?.Version ?? -1, 0, 0, 0) { WasDone = true }, []); }
        var newParts = await left.PartsAsync().ConfigureAwait(false);
        ImmutableArray<DataFile> oldParts = replacesAll ? [] : log?.Files ?? [];
        var parts = new PartSet(intake.Delta, [.. oldParts.Select(file => new Part(file, IsNew: false)), .. newParts.Select(file => new Part(file, IsNew: true))]);
        // Asked after the log was read: an export is announced before its rows are in any log, so whoever has rows there is known.
        var ranks = ExportRanks.Of(intake.Table.Name, await exports(log, cancellationToken).ConfigureAwait(false), left.Transactions);

        var losers = intake.Table.Merge == MergeRule.LatestByKey
            ? await left.Memory.InTurnAsync(left.RowCount, () => new KeyedMerge(left, ranks, parts).FindAsync(cancellationToken), cancellationToken).ConfigureAwait(false)
            : await new CoveredDaysMerge(ranks, parts).FindAsync(cancellationToken).ConfigureAwait(false);
        var graves = await new Tombstones(ranks, parts, losers).FindAsync(cancellationToken).ConfigureAwait(false);
        var rewrite = await new PartRewrite(left, parts, losers, graves).RunAsync(cancellationToken).ConfigureAwait(false);
        var result = await CommitAsync(left, log, rewrite, newParts, cancellationToken).ConfigureAwait(false);
        var wasDone = result.Outcome == CommitOutcome.AlreadyDone;
        if (wasDone) { await DiscardAsync(rewrite.Added.Except(newParts), cancellationToken).ConfigureAwait(false); }
        return wasDone
            ? (new(intake.Table, result.Version, 0, 0, 0) { WasDone = true }, [])
            : (new(intake.Table, result.Version, left.RowCount, losers.Count, graves.Count), rewrite.Added);
    }

    private async Task<CommitResult> CommitAsync(
        TableIntake left, DeltaSnapshot? log, (ImmutableArray<DataFile> Added, ImmutableArray<string> Removed) rewrite, ImmutableArray<DataFile> newParts, CancellationToken cancellationToken)
    {
        var commit = new DeltaCommit
        {
            Schema = intake.Table.Schema,
            Operation = replacesAll ? "REBUILD" : "MERGE",
            ReadAt = log,
            Transactions = left.Transactions,
            Add = rewrite.Added,
            Remove = replacesAll ? [.. (log?.Files ?? []).Select(file => file.Path)] : rewrite.Removed,
            // A key that another writer adds at the same time would not have been compared with ours.
            IsExclusive = true,
        };
        try
        {
            return await intake.Delta.CommitAsync(commit, cancellationToken).ConfigureAwait(false);
        }
        catch (DeltaConflictException)
        {
            // The copies were made for a table that is no longer so.
            await DiscardAsync(rewrite.Added.Except(newParts), cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    private async Task DiscardAsync(IEnumerable<DataFile> parts, CancellationToken cancellationToken)
    {
        foreach (var part in parts) { await intake.Delta.DiscardPartAsync(part, cancellationToken).ConfigureAwait(false); }
    }
}
