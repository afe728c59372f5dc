using System.Collections.Immutable;
using Pipeline.Model;
using Pipeline.Parquet;

namespace Pipeline.Facts;

/// <summary>Finds the rows that lose to another row of the same key.</summary>
/// <remarks>
/// First the 64-bit hashes of the new keys are compared with each other and with those of the old parts, which costs the key columns and no more.
/// New keys that rise and lie apart from all others are left out. Only where a hash is met twice the rows are read again and compared by 128 bits. All of it is done for one range of hashes after another:
/// memory does not grow with the rows.
/// </remarks>
internal sealed class KeyedMerge(TableIntake intake, ExportRanks ranks, PartSet parts)
{
    private readonly ImmutableArray<string> _keyColumns = KeyColumns.Of(intake.Table);
    private readonly MergeBounds _bounds = intake.Memory.Bounds;
    private readonly RowSet _losers = new();

    public async Task<RowSet> FindAsync(CancellationToken cancellationToken)
    {
        var news = await NewKeys.OfAsync(intake, parts).ConfigureAwait(false);
        foreach (var range in news.Ranges(_bounds.HashesAtOnce)) { await FindInAsync(news, range, cancellationToken).ConfigureAwait(false); }
        return _losers;
    }

    private async Task FindInAsync(NewKeys news, HashRange range, CancellationToken cancellationToken)
    {
        var (hashes, inRange) = await news.InAsync(range, cancellationToken).ConfigureAwait(false);
        foreach (var piece in range.Cut(inRange, _bounds.KeysAtOnce))
        {
            var (holders, met) = await MeetAsync(news, hashes, piece, cancellationToken).ConfigureAwait(false);
            if (met.Count > 0) { await CompareAsync(holders, met, cancellationToken).ConfigureAwait(false); }
        }
    }

    /// <summary>The hashes of a range that a new row shares with another, and the parts such rows may be in: the new ones that may, and the old ones that hold a new key.</summary>
    private async Task<(List<int> Holders, KeySet Met)> MeetAsync(
        NewKeys news, IReadOnlyList<GroupedHashes> hashes, HashRange range, CancellationToken cancellationToken)
    {
        var met = new KeySet(range);
        RepeatedHashes.Find(hashes, range, met);
        var holders = new List<int>();
        var sought = parts.Parts.Any(part => !part.IsNew) ? KeySet.Of(hashes, range) : new KeySet(range);
        var values = KeyRange.Of(intake.Table, [.. parts.Parts.Where(part => part.IsNew).Select(part => part.File)]);
        for (var part = 0; part < parts.Parts.Length; part++)
        {
            var holds = parts.Parts[part].IsNew && news.MayMeet(parts.Parts[part]);
            if (!parts.Parts[part].IsNew && sought.Count > 0 && values.MayMeet(parts.Parts[part].File))
            {
                await foreach (var (rows, _) in parts.ScanAsync(part, _keyColumns, cancellationToken).ConfigureAwait(false))
                {
                    holds |= Meet(rows, sought, met);
                }
            }

            if (holds) { holders.Add(part); }
        }

        return (holders, met);
    }

    private bool Meet(ColumnBatch rows, KeySet sought, KeySet met)
    {
        var holds = false;
        foreach (var hash in RowHash.Of(rows, _keyColumns, RowHash.Candidate))
        {
            if (!sought.Contains(hash)) { continue; }
            met.Add(hash);
            holds = true;
        }

        return holds;
    }

    private async Task CompareAsync(List<int> holders, KeySet met, CancellationToken cancellationToken)
    {
        ImmutableArray<string> columns = [.. _keyColumns, Envelope.FileId, Envelope.RowNumber];
        var contest = new KeyContest(met.Count);
        foreach (var part in holders)
        {
            await foreach (var (rows, first) in parts.ScanAsync(part, columns, cancellationToken).ConfigureAwait(false))
            {
                Compare(rows, new RowPlace(part, first), met, contest);
            }
        }
    }

    /// <summary>Lets the rows compete whose key was met twice. The higher standing wins: that of the export, then that of the row in it.</summary>
    private void Compare(ColumnBatch rows, RowPlace start, KeySet met, KeyContest contest)
    {
        var candidates = RowHash.Of(rows, _keyColumns, RowHash.Candidate);
        if (!Array.Exists(candidates, met.Contains)) { return; }
        var confirmations = RowHash.Of(rows, _keyColumns, RowHash.Confirmation);
        var rankOf = ranks.RanksOf(rows);
        var numbers = rows[Envelope.RowNumber].Int32s;
        for (var i = 0; i < candidates.Length; i++)
        {
            if (!met.Contains(candidates[i])) { continue; }
            var standing = ((long)rankOf[i] << 32) | (uint)numbers[i];
            if (contest.Enter((candidates[i], confirmations[i]), standing, start with { Row = start.Row + i }) is { } loser) { _losers.Add(loser.Part, loser.Row); }
        }
    }
}
