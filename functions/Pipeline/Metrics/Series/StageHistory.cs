using Pipeline.Metrics.Reading;
using Pipeline.Model;

namespace Pipeline.Metrics.Series;

/// <summary>The first day and instant on which each opportunity entered each stage.</summary>
internal sealed class StageHistory
{
    private readonly OpportunityRecords _opportunities;
    private readonly Dictionary<long, long> _firstEntries = [];

    private StageHistory(OpportunityRecords opportunities) => _opportunities = opportunities;

    public TableCoverage Coverage { get; } = new();

    /// <summary>Whether no opportunity is known to have entered a stage.</summary>
    public bool IsEmpty => _firstEntries.Count == 0;

    /// <summary>First entries of stages: opportunity and stage numbers, and since when in microseconds. Stage numbers are those of the opportunities.</summary>
    public IEnumerable<StageEntry> Entries => _firstEntries.Select(pair => new StageEntry((int)(pair.Key >> 32), (int)(pair.Key & int.MaxValue), pair.Value));

    public static async Task<StageHistory> ReadAsync(FactContext context, OpportunityRecords opportunities, CancellationToken cancellationToken)
    {
        var history = new StageHistory(opportunities);
        await FactScan.ReadAsync(
            context.Facts, FactTables.OpportunityStageHistory, ["opportunity_id", "to_stage", "entered_at"], rows => history.Take(rows, context), cancellationToken).ConfigureAwait(false);
        return history;
    }

    private void Take(FactRows rows, FactContext context)
    {
        int[] opportunities = rows.Rent(), stages = rows.Rent();
        _opportunities.Ids.Find(rows[0], opportunities);
        _opportunities.Stages.Intern(rows[1], stages);
        for (var row = 0; row < rows.Count; row++)
        {
            if (rows.IsDeleted(row)) { continue; }
            var at = rows[2].Int64s[row];
            var day = context.Days.Of(at);
            Coverage.Note(day);
            if (opportunities[row] < 0 || day > context.Limit) { continue; }
            var key = ((long)opportunities[row] << 32) | (uint)stages[row];
            if (!_firstEntries.TryGetValue(key, out var first) || at < first) { _firstEntries[key] = at; }
        }

        FactRows.Return(opportunities, stages);
    }
}

/// <summary>An opportunity entered a stage for the first time.</summary>
internal readonly record struct StageEntry(int Opportunity, int Stage, long EnteredAt);
