using System.Collections;
using System.Collections.Immutable;
using Pipeline.Parquet;
using static Pipeline.Metrics.Tables.TableColumns;

namespace Pipeline.Metrics.Tables;

/// <summary><c>metric_snapshot</c>, made month by month while it is read.</summary>
internal sealed class SnapshotTable(DayAxis axis, ImmutableArray<PointSeries> series, MetricRun run) : IEnumerable<MetricPart>
{
    public const string Name = "metric_snapshot";

    public static TableSchema Schema { get; } = new(
    [
        Date("snapshot_date"), Text("metric"), Integer("metric_version"), Text("dimension"), Text("member"), Amount("numerator"), Amount("denominator"),
        Double("value"), Text("unit"), Text("currency", nullable: true), Long("n"), Text("null_reason", nullable: true), Flag("is_complete"),
        Text("run_id"), Text("config_hash"), Text("input_versions"),
    ]);

    public IEnumerator<MetricPart> GetEnumerator()
    {
        var next = new int[series.Length];
        for (var start = axis.Start; start <= axis.End;)
        {
            var month = DayAxis.MonthStart(start);
            var end = Math.Min(DayAxis.AddMonths(month, 1) - 1, axis.End);
            yield return new MetricPart(DayAxis.Date(month), Rows(start, end, next));
            start = end + 1;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private ColumnBatch Rows(int start, int end, int[] next)
    {
        var rows = new SnapshotRows(run, series.Length);
        for (var day = start; day <= end; day++)
        {
            for (var i = 0; i < series.Length; i++)
            {
                if (next[i] < series[i].Count && series[i].Day(next[i]) == day) { rows.Add(i, series[i], next[i]++); }
            }
        }

        return rows.Build();
    }
}

/// <summary>The rows of one part of <c>metric_snapshot</c>.</summary>
internal sealed class SnapshotRows(MetricRun run, int seriesCount)
{
    // A series repeats its texts on every day; their codes are looked up once.
    private readonly Codes?[] _codes = new Codes?[seriesCount];
    private readonly NumberColumn<int> _day = new(), _version = new();
    private readonly TextColumn _metric = new(), _dimension = new(), _member = new(), _unit = new(), _currency = new(), _reason = new();
    private readonly TextColumn _runId = new(), _configHash = new(), _inputVersions = new();
    private readonly NumberColumn<long> _numerator = new(), _denominator = new(), _observations = new();
    private readonly NumberColumn<double> _value = new();
    private readonly NumberColumn<byte> _isComplete = new();

    public void Add(int number, PointSeries series, int point)
    {
        var codes = _codes[number] ??= new Codes(
            _metric.Code(series.Metric), _dimension.Code(series.Scope.Dimension), _member.Code(series.Scope.Member), _unit.Code(CatalogTable.UnitName(series.Definition.Unit)));
        var reason = series.Reason(point);
        long numerator = series.Numerator(point), denominator = series.Denominator(point);
        _day.Add(series.Day(point));
        _metric.AddCode(codes.Metric);
        _version.Add(series.Definition.Version);
        _dimension.AddCode(codes.Dimension);
        _member.AddCode(codes.Member);
        _numerator.Add(numerator == PointSeries.Null ? null : numerator);
        _denominator.Add(denominator == PointSeries.Null ? null : denominator);
        _value.Add(reason != NullReason.None ? null : denominator == PointSeries.Null ? numerator / 10_000.0 : (double)numerator / denominator);
        _unit.AddCode(codes.Unit);
        _currency.Add(series.Currency);
        _observations.Add(series.Observations(point));
        _reason.Add(reason == NullReason.None ? null : NullReasons.Names[(int)reason]);
        _isComplete.Add(series.Day(point) <= series.Through ? (byte)1 : (byte)0);
        _runId.Add(run.RunId);
        _configHash.Add(run.ConfigHash);
        _inputVersions.Add(run.InputVersions);
    }

    public ColumnBatch Build() => new(
        SnapshotTable.Schema,
        [
            _day.Build(Column.OfDates), _metric.Build(), _version.Build(Column.OfInt32s), _dimension.Build(), _member.Build(), _numerator.Build(Column.OfDecimals),
            _denominator.Build(Column.OfDecimals), _value.Build(Column.OfDoubles), _unit.Build(), _currency.Build(), _observations.Build(Column.OfInt64s),
            _reason.Build(), _isComplete.Build(Column.OfBooleans), _runId.Build(), _configHash.Build(), _inputVersions.Build(),
        ],
        _day.Count);

    private sealed record Codes(int Metric, int Dimension, int Member, int Unit);
}
