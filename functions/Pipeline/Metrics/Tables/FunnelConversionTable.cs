using Pipeline.Metrics.Reading;
using Pipeline.Metrics.Series;
using Pipeline.Parquet;
using static Pipeline.Metrics.Tables.TableColumns;

namespace Pipeline.Metrics.Tables;

/// <summary><c>funnel_conversion</c>: from stage to stage, for leads by month and for opportunities by pipeline, over all time and by month of creation.</summary>
/// <remarks>
/// Leads, basis <c>cohort</c>: those that entered a stage in the month, and the next within 90 days; basis <c>period</c>: those that entered the next in the same month.
/// Opportunities: moved / (reached - still open); mature when none is still open. Periods are [period_start, period_end).
/// </remarks>
internal sealed class FunnelConversionTable
{
    public const string Name = "funnel_conversion";

    private readonly MetricFacts _facts;
    private readonly MetricRun _run;
    private readonly TextColumn _funnels = new(), _pipelines = new(), _bases = new(), _from = new(), _to = new(), _runs = new(), _configs = new();
    private readonly NumberColumn<int> _starts = new(), _ends = new(), _windows = new();
    private readonly NumberColumn<long> _reached = new(), _moved = new(), _lost = new(), _open = new(), _skipped = new(), _numerators = new(), _denominators = new();
    private readonly NumberColumn<double> _values = new();
    private readonly NumberColumn<byte> _mature = new();

    private FunnelConversionTable(MetricFacts facts, MetricRun run)
    {
        _facts = facts;
        _run = run;
    }

    public static TableSchema Schema { get; } = new(
    [
        Text("funnel"), Text("pipeline", nullable: true), Text("basis"), Date("period_start"), Date("period_end"), Text("from_stage"), Text("to_stage"),
        Integer("window_days", nullable: true), Long("reached"), Long("moved"), Long("lost", nullable: true), Long("still_open", nullable: true),
        Long("skipped", nullable: true), Amount("numerator"), Amount("denominator"), Double("value"), Flag("is_mature"), Text("run_id"), Text("config_hash"),
    ]);

    public static ColumnBatch Batch(MetricFacts facts, MetricRun run)
    {
        var table = new FunnelConversionTable(facts, run);
        if (!facts.Leads.Coverage.IsEmpty) { table.AddLeads(); }
        foreach (var funnel in new StageFunnels(facts.Opportunities.Records, facts.Stages, facts.Axis).All()) { table.AddPipeline(funnel); }
        return table.Build();
    }

    private void AddLeads()
    {
        var entered = _facts.Leads.Entered.Select(stage => stage.Total().On(_facts.Axis)).ToArray();
        var inTime = _facts.Leads.MovedInTime.Select(stage => stage.On(_facts.Axis)).ToArray();
        AddLeadMonths("cohort", entered, inTime);
        AddLeadMonths("period", entered, entered[1..]);
    }

    private void AddLeadMonths(string basis, DayTotals[] entered, DayTotals[] moved)
    {
        foreach (var month in Months())
        {
            var last = Math.Min(month.End - 1, _facts.Axis.End);
            var (index, days) = (last - _facts.Axis.Start, last - Math.Max(month.Start, _facts.Axis.Start) + 1);
            for (var stage = 0; stage < moved.Length; stage++)
            {
                AddLead(basis, month, stage, (entered[stage].Count(index, days), moved[stage].Count(index, days)));
            }
        }
    }

    private IEnumerable<(int Start, int End)> Months()
    {
        for (var month = DayAxis.MonthStart(_facts.Axis.Start); month <= _facts.Axis.End;)
        {
            var next = DayAxis.AddMonths(month, 1);
            yield return (month, next);
            month = next;
        }
    }

    private void AddLead(string basis, (int Start, int End) period, int stage, (long Reached, long Moved) counts)
    {
        if (counts is (0, 0)) { return; }
        int? window = basis is "cohort" ? LeadSeries.CohortWindow : null;
        var isMature = period.End - 1 + (window ?? 0) <= _facts.Axis.End;
        var step = new FunnelStep(LifecycleEntries.Stages[stage], LifecycleEntries.Stages[stage + 1], counts.Reached, counts.Moved, 0, 0);
        _lost.Add(null);
        _open.Add(null);
        _skipped.Add(null);
        Add(("lead", null, basis), period, window, (step, counts.Reached, isMature));
    }

    private void AddPipeline(PipelineFunnel funnel)
    {
        AddSteps(funnel.Pipeline, "all_time", (_facts.Axis.Start, _facts.Axis.End + 1), funnel.Count(funnel.Deals));
        var months = funnel.Deals.Where(deal => deal.CreatedOn != OpportunityRecords.Never).GroupBy(deal => DayAxis.MonthStart(deal.CreatedOn)).OrderBy(month => month.Key);
        foreach (var month in months) { AddSteps(funnel.Pipeline, "cohort", (month.Key, DayAxis.AddMonths(month.Key, 1)), funnel.Count(month)); }
    }

    private void AddSteps(string? pipeline, string basis, (int Start, int End) period, FunnelStep[] steps)
    {
        var isMature = steps.All(step => step.StillOpen == 0);
        foreach (var step in steps)
        {
            _lost.Add(step.Lost);
            _open.Add(step.StillOpen);
            _skipped.Add(step.Skipped);
            Add(("opportunity", pipeline, basis), period, null, (step, step.Reached - step.StillOpen, isMature));
        }
    }

    private void Add(
        (string Funnel, string? Pipeline, string Basis) group, (int Start, int End) period, int? window, (FunnelStep Step, long Denominator, bool IsMature) row)
    {
        _funnels.Add(group.Funnel);
        _pipelines.Add(group.Pipeline);
        _bases.Add(group.Basis);
        _starts.Add(period.Start);
        _ends.Add(period.End);
        _from.Add(row.Step.From);
        _to.Add(row.Step.To);
        _windows.Add(window);
        _reached.Add(row.Step.Reached);
        _moved.Add(row.Step.Moved);
        _numerators.Add(row.Step.Moved * Exact.One);
        _denominators.Add(row.Denominator * Exact.One);
        _values.Add(row.Denominator == 0 ? null : (double)row.Step.Moved / row.Denominator);
        _mature.Add(row.IsMature ? (byte)1 : (byte)0);
        _runs.Add(_run.RunId);
        _configs.Add(_run.ConfigHash);
    }

    private ColumnBatch Build() => new(
        Schema,
        [
            _funnels.Build(), _pipelines.Build(), _bases.Build(), _starts.Build(Column.OfDates), _ends.Build(Column.OfDates), _from.Build(), _to.Build(),
            _windows.Build(Column.OfInt32s), _reached.Build(Column.OfInt64s), _moved.Build(Column.OfInt64s), _lost.Build(Column.OfInt64s),
            _open.Build(Column.OfInt64s), _skipped.Build(Column.OfInt64s), _numerators.Build(Column.OfDecimals), _denominators.Build(Column.OfDecimals),
            _values.Build(Column.OfDoubles), _mature.Build(Column.OfBooleans), _runs.Build(), _configs.Build(),
        ],
        _starts.Count);
}
