using System.Collections;
using Pipeline.Metrics.Reading;
using Pipeline.Metrics.Series.Recurring;
using Pipeline.Parquet;
using static Pipeline.Metrics.Tables.TableColumns;

namespace Pipeline.Metrics.Tables;

/// <summary><c>mrr_movement</c>: sorted by (movement_date, customer_id), a movement before the rates' part; a part for each month.</summary>
internal sealed class MrrMovementTable(MetricFacts facts, MetricRun run) : IEnumerable<MetricPart>
{
    public const string Name = "mrr_movement";

    private static readonly string[] TypeNames = ["new", "expansion", "contraction", "churn", "reactivation", "fx_impact"];

    public static TableSchema Schema { get; } = new(
    [
        Date("movement_date"), Text("customer_id"), Text("movement_type"), Amount("amount"), Amount("mrr_before"), Amount("mrr_after"), Text("currency"),
        Text("run_id"), Text("config_hash"),
    ]);

    public IEnumerator<MetricPart> GetEnumerator()
    {
        var rows = Sorted();
        for (var from = 0; from < rows.Length;)
        {
            var month = DayAxis.MonthStart(rows[from].Day);
            var to = from;
            while (to < rows.Length && DayAxis.MonthStart(rows[to].Day) == month) { to++; }
            var part = rows.AsMemory(from, to - from);
            yield return new MetricPart(DayAxis.Date(month), _ => Batch(part.Span));
            from = to;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private MrrMovement[] Sorted()
    {
        var ids = facts.Recurring.CustomerIds;
        var rows = facts.Recurring.Movements.Rows.Where(row => row.Day >= facts.Axis.Start).ToArray();
        Array.Sort(rows, (a, b) =>
        {
            if (a.Day != b.Day) { return a.Day.CompareTo(b.Day); }
            var byCustomer = a.Customer == b.Customer ? 0 : ids.Bytes(a.Customer).SequenceCompareTo(ids.Bytes(b.Customer));
            return byCustomer != 0 ? byCustomer : a.Type.CompareTo(b.Type);
        });
        return rows;
    }

    private ColumnBatch Batch(ReadOnlySpan<MrrMovement> rows)
    {
        var days = new NumberColumn<int>();
        NumberColumn<long> amounts = new(), before = new(), after = new();
        TextColumn customers = new(), types = new(), currencies = new(), runs = new(), configs = new();
        foreach (ref readonly var row in rows)
        {
            days.Add(row.Day);
            customers.Add(facts.Recurring.CustomerIds.Bytes(row.Customer));
            types.Add(TypeNames[(int)row.Type]);
            amounts.Add(Exact.Published(row.Amount));
            before.Add(Exact.Published(row.Before));
            after.Add(Exact.Published(row.After));
            currencies.Add(facts.Settings.ReportingCurrency);
            runs.Add(run.RunId);
            configs.Add(run.ConfigHash);
        }

        return new ColumnBatch(
            Schema,
            [
                days.Build(Column.OfDates), customers.Build(), types.Build(), amounts.Build(Column.OfDecimals), before.Build(Column.OfDecimals),
                after.Build(Column.OfDecimals), currencies.Build(), runs.Build(), configs.Build(),
            ],
            rows.Length);
    }
}
