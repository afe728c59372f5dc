using System.Collections.Immutable;
using System.Text;
using Pipeline.Model;

namespace Pipeline.Parse.Reading;

/// <summary>Which days of which account the rows of a block are about, in tables that replace days.</summary>
internal static class BlockCoverage
{
    public static ImmutableArray<(string Account, int First, int Last)> Of(ImmutableArray<TableBatch> tables)
    {
        var covered = new Dictionary<string, (int First, int Last)>(StringComparer.Ordinal);
        foreach (var batch in tables)
        {
            if (batch.Table.Merge == MergeRule.ReplaceCoveredDays) { Add(batch, covered); }
        }

        return [.. covered.Select(pair => (pair.Key, pair.Value.First, pair.Value.Last))];
    }

    private static void Add(TableBatch batch, Dictionary<string, (int First, int Last)> covered)
    {
        var days = batch.Rows[batch.Table.Key[0]].Int32s;
        var accounts = batch.Rows[Envelope.SourceAccount].Texts!;
        var (last, account) = (Array.Empty<byte>(), "");
        for (var row = 0; row < batch.Rows.RowCount; row++)
        {
            var text = accounts.Row(row);
            if (account.Length == 0 || !text.SequenceEqual(last)) { (last, account) = (text.ToArray(), Encoding.UTF8.GetString(text)); }
            covered[account] = covered.TryGetValue(account, out var known) ? (Math.Min(known.First, days[row]), Math.Max(known.Last, days[row])) : (days[row], days[row]);
        }
    }
}
