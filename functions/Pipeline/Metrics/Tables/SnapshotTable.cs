using System.Collections;
using System.Collections.Immutable;
using Pipeline.Model;
using Pipeline.Parquet;
using static Pipeline.Metrics.Tables.TableColumns;

namespace Pipeline.Metrics.Tables;

/// <summary><c>metric_snapshot</c>, in a part for each month.</summary>
internal sealed class SnapshotTable(DayAxis axis, ImmutableArray<PointSeries> series, MetricRun run) : IEnumerable<MetricPart>
{
    public const string Name = "metric_snapshot";

    private readonly SeriesTexts _texts = new(series, run);

    public static TableSchema Schema { get; } = new(
    [
        Date("snapshot_date"), Text("metric"), Integer("metric_version"), Text("dimension"), Text("member"), Amount("numerator"), Amount("denominator"),
        Double("value"), Text("unit"), Text("currency", nullable: true), Long("n"), Text("null_reason", nullable: true), Flag("is_complete"),
        Text("run_id"), Text("config_hash"), Text("input_versions"),
    ]);

    public IEnumerator<MetricPart> GetEnumerator()
    {
        var inputs = new SnapshotInputs(axis, series, run);
        for (var start = axis.Start; start <= axis.End;)
        {
            var month = DayAxis.MonthStart(start);
            var days = new DayAxis(start, Math.Min(DayAxis.AddMonths(month, 1) - 1, axis.End));
            yield return new MetricPart(DayAxis.Date(month), arrays => Rows(days, arrays)) { Inputs = inputs.Next(days) };
            start = days.End + 1;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private ColumnBatch Rows(DayAxis days, ColumnArrays arrays)
    {
        var points = new PublishedPoints(arrays.Rent<PublishedPoint>(days.Count * series.Length));
        var ends = new int[series.Length];
        for (var i = 0; i < series.Length; i++)
        {
            series[i].Points.AddTo(points, days.Start - axis.Start, days.Count);
            ends[i] = points.Count;
        }

        var rows = new SnapshotRows(days, points.All, arrays);
        for (var i = 0; i < series.Length; i++)
        {
            var first = i == 0 ? 0 : ends[i - 1];
            rows.Add(i, points.All[first..ends[i]], series[i].Through);
        }

        return rows.Build(_texts);
    }
}
