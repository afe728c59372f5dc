using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pipeline.Model;
using Pipeline.Parquet;

namespace Pipeline.Facts;

/// <summary>Finds the rows that lose to another row of the same key.</summary>
/// <remarks>
/// First the 64-bit hashes of the new keys are compared with each other and with those of the old parts, which costs the key columns and no more.
/// Only where a hash is met twice the rows are read again and compared by 128 bits.
/// </remarks>
internal sealed class KeyedMerge(TableIntake intake, ExportRanks ranks, PartSet parts)
{
    private readonly ImmutableArray<string> _keyColumns = KeyColumns.Of(intake.Table);

    public async Task<RowSet> FindAsync(CancellationToken cancellationToken)
    {
        var met = new KeySet();
        RepeatedHashes.Find(intake.KeyHashes, met);
        var news = parts.Parts.Any(part => !part.IsNew) ? KeySet.Of(intake.KeyHashes, checked((int)intake.RowCount)) : new KeySet();
        var holders = await HoldersAsync(news, met, cancellationToken).ConfigureAwait(false);
        return met.Count == 0 ? new RowSet() : await CompareAsync(holders, met, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The old parts that hold a new key, and all new parts; the keys they share with new rows are added to <paramref name="met"/>.</summary>
    private async Task<List<int>> HoldersAsync(KeySet news, KeySet met, CancellationToken cancellationToken)
    {
        var range = KeyRange.Of(intake.Table, [.. parts.Parts.Where(part => part.IsNew).Select(part => part.File)]);
        var holders = new List<int>();
        for (var part = 0; part < parts.Parts.Length; part++)
        {
            var holds = parts.Parts[part].IsNew;
            if (!holds && news.Count > 0 && range.MayMeet(parts.Parts[part].File))
            {
                await foreach (var (rows, _) in parts.ReadAsync(part, _keyColumns, cancellationToken).ConfigureAwait(false))
                {
                    holds |= Meet(rows, news, met);
                }
            }

            if (holds) { holders.Add(part); }
        }

        return holders;
    }

    private bool Meet(ColumnBatch rows, KeySet news, KeySet met)
    {
        var holds = false;
        foreach (var hash in RowHash.Of(rows, _keyColumns, RowHash.Candidate))
        {
            if (!news.Contains(hash)) { continue; }
            met.Add(hash);
            holds = true;
        }

        return holds;
    }

    private async Task<RowSet> CompareAsync(List<int> holders, KeySet met, CancellationToken cancellationToken)
    {
        var best = new Dictionary<UInt128, long>();
        foreach (var part in holders)
        {
            await foreach (var (_, key, standing) in CandidatesAsync(part, met, cancellationToken).ConfigureAwait(false))
            {
                ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(best, key, out var isKnown);
                if (!isKnown || standing > known) { known = standing; }
            }
        }

        var losers = new RowSet();
        foreach (var part in holders)
        {
            await foreach (var (row, key, standing) in CandidatesAsync(part, met, cancellationToken).ConfigureAwait(false))
            {
                if (standing != best[key])
                {
                    losers.Add(part, row);
                    continue;
                }

                // The same row of the same export, taken in twice, has one winner.
                best[key] = long.MinValue;
            }
        }

        return losers;
    }

    /// <summary>Position, key and standing of every row whose key was met twice. The higher standing wins; no two rows of a key have the same.</summary>
    private async IAsyncEnumerable<(int Row, UInt128 Key, long Standing)> CandidatesAsync(
        int part, KeySet met, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ImmutableArray<string> columns = [.. _keyColumns, Envelope.FileId, Envelope.RowNumber];
        await foreach (var (rows, first) in parts.ReadAsync(part, columns, cancellationToken).ConfigureAwait(false))
        {
            var candidates = RowHash.Of(rows, _keyColumns, RowHash.Candidate);
            var confirmations = RowHash.Of(rows, _keyColumns, RowHash.Confirmation);
            var rankOf = ranks.RanksOf(rows);
            var numbers = rows[Envelope.RowNumber].Int32s;
            for (var i = 0; i < candidates.Length; i++)
            {
                if (!met.Contains(candidates[i])) { continue; }
                yield return (first + i, new UInt128(candidates[i], confirmations[i]), ((long)rankOf[i] << 32) | (uint)numbers[i]);
            }
        }
    }
}
