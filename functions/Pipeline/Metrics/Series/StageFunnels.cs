namespace Pipeline.Metrics.Series;

/// <summary>Finds the stages of every pipeline, and their order, from what deals did.</summary>
internal sealed class StageFunnels
{
    private readonly OpportunityRecords _records;
    private readonly DayAxis _axis;
    private readonly HashSet<int> _closingStages = [];
    private readonly ILookup<int, StageEntry> _entries;

    public StageFunnels(OpportunityRecords records, StageHistory history, DayAxis axis)
    {
        _records = records;
        _axis = axis;
        for (var deal = 0; deal < records.Ids.Count && !history.IsEmpty; deal++)
        {
            if (records.Stands(deal) && records.StatusOn(deal) != OpportunityStatus.Open && records.StageOf(deal) >= 0) { _closingStages.Add(records.StageOf(deal)); }
        }

        _entries = history.Entries.Where(entry => records.Stands(entry.Opportunity) && !_closingStages.Contains(entry.Stage)).ToLookup(entry => entry.Opportunity);
    }

    /// <summary>The pipelines by name, that of deals without one first. None when there is no history.</summary>
    public IEnumerable<PipelineFunnel> All()
    {
        if (_entries.Count == 0) { return []; }
        return Enumerable.Range(0, _records.Ids.Count)
            .Where(deal => _records.Stands(deal) && (_records.CreatedOn(deal) <= _axis.End || _records.CreatedOn(deal) == OpportunityRecords.Never))
            .GroupBy(_records.PipelineOf)
            .Select(group => Of(group.Key < 0 ? null : _records.Pipelines.Text(group.Key), [.. group]))
            .Where(funnel => funnel.Stages.Length > 0)
            .OrderBy(funnel => funnel.Pipeline, StringComparer.Ordinal);
    }

    private PipelineFunnel Of(string? pipeline, int[] deals)
    {
        var stages = Ordered(deals);
        var positions = stages.Select((stage, i) => (stage, i)).ToDictionary(pair => pair.stage, pair => pair.i);
        var paths = new List<DealPath>(deals.Length);
        foreach (var deal in deals)
        {
            var entered = new bool[stages.Length];
            foreach (var entry in _entries[deal]) { entered[positions[entry.Stage]] = true; }
            paths.Add(new DealPath(_records.CreatedOn(deal), StatusAtEnd(deal), entered));
        }

        return new PipelineFunnel(pipeline, [.. stages.Select(_records.Stages.Text)], paths);
    }

    private OpportunityStatus StatusAtEnd(int deal)
    {
        var closed = _records.ClosedOn(deal);
        return closed > _axis.End && closed != OpportunityRecords.Never ? OpportunityStatus.Open : _records.StatusOn(deal);
    }

    /// <summary>Copeland's order: a stage goes before another when in more deals its first entry came earlier; most such wins first, ties by name.</summary>
    private int[] Ordered(int[] deals)
    {
        var stages = deals.SelectMany(deal => _entries[deal]).Select(entry => entry.Stage).Distinct().Order().ToArray();
        var earlier = new int[stages.Length, stages.Length];
        foreach (var deal in deals)
        {
            var entries = _entries[deal].Select(entry => (At: Array.BinarySearch(stages, entry.Stage), entry.EnteredAt)).ToArray();
            foreach (var (a, atA) in entries)
            {
                foreach (var (b, atB) in entries)
                {
                    if (atA < atB) { earlier[a, b]++; }
                }
            }
        }

        return
        [
            .. Enumerable.Range(0, stages.Length)
                .OrderByDescending(a => Enumerable.Range(0, stages.Length).Sum(b => Math.Sign(earlier[a, b] - earlier[b, a])))
                .ThenBy(a => _records.Stages.Text(stages[a]), StringComparer.Ordinal)
                .Select(a => stages[a]),
        ];
    }
}
