namespace Pipeline.Metrics.Series;

/// <summary>How many deals passed from one stage to the next.</summary>
/// <param name="From">The stage.</param>
/// <param name="To">The next stage; <c>won</c> after the last.</param>
/// <param name="Reached">Deals that entered it or a later one, or were won.</param>
/// <param name="Moved">Deals that reached the next.</param>
/// <param name="Lost">Lost deals that came no further.</param>
/// <param name="Skipped">Deals that reached it without entering it.</param>
internal readonly record struct FunnelStep(string From, string To, long Reached, long Moved, long Lost, long Skipped)
{
    /// <summary>Deals that are at this stage now.</summary>
    public long StillOpen => Reached - Moved - Lost;
}

/// <summary>A deal's way through a pipeline: what it entered, in the order of the pipeline's stages.</summary>
/// <param name="CreatedOn">The day of its creation, or <see cref="OpportunityRecords.Never"/>.</param>
/// <param name="Status">Open, won or lost at the end of the axis.</param>
/// <param name="Entered">For each stage whether it was entered.</param>
internal sealed record DealPath(int CreatedOn, OpportunityStatus Status, bool[] Entered)
{
    /// <summary>The furthest stage it entered, or -1.</summary>
    public int Furthest { get; } = Array.LastIndexOf(Entered, true);

    public bool Reached(int stage) => Status == OpportunityStatus.Won || Furthest >= stage;
}

/// <summary>The stages of one pipeline in order, and its deals.</summary>
internal sealed record PipelineFunnel(string? Pipeline, string[] Stages, IReadOnlyList<DealPath> Deals)
{
    /// <summary>Counts deals from stage to stage.</summary>
    public FunnelStep[] Count(IEnumerable<DealPath> deals)
    {
        var reached = new long[Stages.Length + 1];
        var lost = new long[Stages.Length + 1];
        var skipped = new long[Stages.Length];
        foreach (var deal in deals)
        {
            for (var stage = 0; stage < Stages.Length; stage++)
            {
                if (!deal.Reached(stage)) { break; }
                reached[stage]++;
                if (!deal.Entered[stage]) { skipped[stage]++; }
            }

            if (deal.Status == OpportunityStatus.Won) { reached[^1]++; }
            if (deal.Status == OpportunityStatus.Lost && deal.Furthest >= 0) { lost[deal.Furthest]++; }
        }

        return [.. Stages.Select((name, stage) => new FunnelStep(
            name, stage + 1 < Stages.Length ? Stages[stage + 1] : "won", reached[stage], reached[stage + 1], lost[stage], skipped[stage]))];
    }
}
