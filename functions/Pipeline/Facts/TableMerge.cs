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
public sealed record MergeReceipt(FactTable Table, long Version, long RowsAdded, long RowsSuperseded, long Tombstones);

/// <summary>Merges the new rows of one table into it: finds the rows that lose, rewrites the parts that hold them, commits once.</summary>
/// <param name="intake">The new rows.</param>
/// <param name="ranks">Which export speaks last.</param>
/// <param name="replacesAll">Whether the new rows are all that the table is to hold.</param>
internal sealed class TableMerge(TableIntake intake, ExportRanks ranks, bool replacesAll)
{
    private const int MaximumTries = 10;

    /// <exception cref="DeltaConflictException">Other writers were faster every time.</exception>
    public async Task<MergeReceipt> RunAsync(CancellationToken cancellationToken)
    {
        var newParts = await intake.PartsAsync().ConfigureAwait(false);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryAsync(newParts, cancellationToken).ConfigureAwait(false);
            }
            catch (DeltaConflictException) when (attempt < MaximumTries)
            {
                // Somebody else rewrote a part that we read: look again and decide anew. Our new parts stay as they are.
            }
        }
    }

    private async Task<MergeReceipt> TryAsync(ImmutableArray<DataFile> newParts, CancellationToken cancellationToken)
    {
        var snapshot = await intake.Delta.ReadAsync(cancellationToken).ConfigureAwait(false);
        ImmutableArray<DataFile> oldParts = replacesAll ? [] : snapshot?.Files ?? [];
        var parts = new PartSet(intake.Delta, [.. oldParts.Select(file => new Part(file, IsNew: false)), .. newParts.Select(file => new Part(file, IsNew: true))]);

        var losers = intake.Table.Merge == MergeRule.LatestByKey
            ? await new KeyedMerge(intake, ranks, parts).FindAsync(cancellationToken).ConfigureAwait(false)
            : await new CoveredDaysMerge(ranks, parts).FindAsync(cancellationToken).ConfigureAwait(false);
        var graves = await new Tombstones(ranks, parts, losers).FindAsync(cancellationToken).ConfigureAwait(false);
        var rewrite = await new PartRewrite(intake, parts, losers, graves).RunAsync(cancellationToken).ConfigureAwait(false);

        var result = await intake.Delta.CommitAsync(
            new DeltaCommit
            {
                Schema = intake.Table.Schema,
                Operation = replacesAll ? "REBUILD" : "MERGE",
                ReadAt = snapshot,
                Transactions = intake.Transactions,
                Add = rewrite.Added,
                Remove = replacesAll ? [.. (snapshot?.Files ?? []).Select(file => file.Path)] : rewrite.Removed,
                // A key that another writer adds at the same time would not have been compared with ours.
                IsExclusive = true,
            },
            cancellationToken).ConfigureAwait(false);
        // New parts of which rows lost were copied before anybody saw them.
        foreach (var part in newParts.Except(rewrite.Added)) { await intake.Delta.DiscardPartAsync(part, cancellationToken).ConfigureAwait(false); }
        return new(intake.Table, result.Version, intake.RowCount, losers.Count, graves.Count);
    }
}
