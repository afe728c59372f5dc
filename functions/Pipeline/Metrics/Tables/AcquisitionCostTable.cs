using Pipeline.Metrics.Reading;
using Pipeline.Parquet;
using static Pipeline.Metrics.Tables.TableColumns;

namespace Pipeline.Metrics.Tables;

/// <summary><c>acquisition_cost</c>: what customers cost by day and by calendar month, sorted by (period, period_start, cost_basis, channel).</summary>
/// <remarks>
/// Row <c>all</c> of basis <c>paid</c> is media cost against customers of paid channels. The channels of that basis are all that cost or won something:
/// their costs add up to that row's, their customers to those of the bases <c>blended</c> and <c>loaded</c>.
/// </remarks>
internal sealed class AcquisitionCostTable
{
    public const string Name = "acquisition_cost";

    private const int ShortestMonth = 28;
    private const int WholeBases = 3;

    private readonly MetricFacts _facts;
    private readonly MetricRun _run;
    private readonly InputSpan _inputs;
    private readonly Basis[] _bases;
    private readonly NumberColumn<int> _starts;
    private readonly NumberColumn<long> _costs, _customers;
    private readonly NumberColumn<double> _values;
    private readonly TextColumn _periods, _channels, _basisNames, _currencies, _reasons, _runs, _configs;

    private AcquisitionCostTable(MetricFacts facts, MetricRun run)
    {
        _facts = facts;
        _run = run;
        _inputs = facts.Cover(facts.Spend.Coverage, facts.Acquisition.Input);
        var channels = facts.MediaSpendByChannel.Keys.Union(facts.Acquisition.ByChannel.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var most = (facts.Axis.Count + (facts.Axis.Count / ShortestMonth) + 2) * (channels.Length + WholeBases);
        _starts = new(most);
        (_costs, _customers, _values) = (new(most), new(most), new(most));
        (_periods, _channels, _basisNames, _currencies) = (new(most), new(most), new(most), new(most));
        (_reasons, _runs, _configs) = (new(most), new(most), new(most));
        var none = new DaySeries();
        _bases =
        [
            Of("blended", "all", facts.Spend.Cost(facts.Settings.BlendedCosts), facts.Acquisition.Total),
            Of("loaded", "all", facts.Spend.Cost(facts.Settings.LoadedCosts), facts.Acquisition.Total),
            Of("paid", "all", facts.MediaSpend, facts.Acquisition.Paid),
            .. channels.Select(channel => Of(
                "paid", channel, facts.MediaSpendByChannel.GetValueOrDefault(channel) ?? none, facts.Acquisition.ByChannel.GetValueOrDefault(channel) ?? none)),
        ];
    }

    public static TableSchema Schema { get; } = new(
    [
        Text("period"), Date("period_start"), Text("channel"), Text("cost_basis"), Amount("cost"), Long("new_customers", nullable: true), Double("value"),
        Text("currency"), Text("null_reason", nullable: true), Text("run_id"), Text("config_hash"),
    ]);

    public static ColumnBatch Batch(MetricFacts facts, MetricRun run)
    {
        var table = new AcquisitionCostTable(facts, run);
        for (var day = facts.Axis.Start; day <= facts.Axis.End; day++) { table.AddPeriod("day", day, day); }
        for (var day = facts.Axis.Start; day <= facts.Axis.End;)
        {
            var next = DayAxis.AddMonths(DayAxis.MonthStart(day), 1);
            table.AddPeriod("month", day, Math.Min(next - 1, facts.Axis.End));
            day = next;
        }

        return table.Build();
    }

    private Basis Of(string name, string channel, DaySeries cost, DaySeries customers) => new(
        new(_basisNames.Code(name), _channels.Code(channel)), string.Equals(channel, "all", StringComparison.Ordinal), cost.On(_facts.Axis), customers.On(_facts.Axis));

    private void AddPeriod(string period, int start, int end)
    {
        var lag = _facts.Settings.AcquisitionLagDays;
        var (index, days) = (end - _facts.Axis.Start, end - start + 1);
        var reason = _inputs.Window(start - lag);
        foreach (var basis in _bases)
        {
            if (reason != NullReason.None)
            {
                if (basis.IsAll) { Add((period, start), basis, DayPoint.Null(reason)); }
                continue;
            }

            var customers = basis.Customers.Count(index, days);
            if (!basis.IsAll && customers == 0 && basis.Cost.Count(index - lag, days) == 0) { continue; }
            Add((period, start), basis, basis.Cost.HasMissing(index - lag, days)
                ? DayPoint.Null(NullReason.MissingFxRate, customers)
                : DayPoint.Quotient(basis.Cost.Amount(index - lag, days), customers * Exact.One, customers));
        }
    }

    private void Add((string Name, int Start) period, Basis basis, DayPoint point)
    {
        var cost = point.Denominator is null ? null : Exact.Published(point.Numerator);
        var reason = point.Denominator is not null && cost is null ? NullReason.Overflow : point.QuotientReason;
        _periods.Add(period.Name);
        _starts.Add(period.Start == _facts.Axis.Start && period.Name is "month" ? DayAxis.MonthStart(period.Start) : period.Start);
        _channels.AddCode(basis.Codes.Channel);
        _basisNames.AddCode(basis.Codes.Name);
        _costs.Add(cost);
        _customers.Add(reason is NullReason.NoData or NullReason.NotMature ? null : point.Observations);
        _values.Add(reason == NullReason.None ? (double)cost!.Value / (double)point.Denominator!.Value : null);
        _currencies.Add(_facts.Settings.ReportingCurrency);
        _reasons.Add(reason == NullReason.None ? null : NullReasons.Names[(int)reason]);
        _runs.Add(_run.RunId);
        _configs.Add(_run.ConfigHash);
    }

    private ColumnBatch Build() => new(
        Schema,
        [
            _periods.Build(), _starts.Build(Column.OfDates), _channels.Build(), _basisNames.Build(), _costs.Build(Column.OfDecimals),
            _customers.Build(Column.OfInt64s), _values.Build(Column.OfDoubles), _currencies.Build(), _reasons.Build(), _runs.Build(), _configs.Build(),
        ],
        _starts.Count);

    /// <param name="Codes">Its name and its channel in their columns: they change from row to row.</param>
    /// <param name="IsAll">Whether it is of all its channels together.</param>
    /// <param name="Cost">What customers cost.</param>
    /// <param name="Customers">How many there are.</param>
    private sealed record Basis((int Name, int Channel) Codes, bool IsAll, DayTotals Cost, DayTotals Customers);
}
