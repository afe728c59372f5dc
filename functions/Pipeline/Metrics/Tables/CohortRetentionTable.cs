using Pipeline.Metrics.Reading;
using Pipeline.Metrics.Series.Recurring;
using Pipeline.Parquet;
using static Pipeline.Metrics.Tables.TableColumns;

namespace Pipeline.Metrics.Tables;

/// <summary><c>cohort_retention</c>: sorted by (cohort_month, age_months, measure); only cells whose month has fully passed.</summary>
/// <remarks>Amounts are null from the first day on which one could not be converted.</remarks>
internal sealed class CohortRetentionTable
{
    public const string Name = "cohort_retention";

    private readonly MetricFacts _facts;
    private readonly MetricRun _run;
    private readonly NumberColumn<int> _months = new(), _ages = new();
    private readonly NumberColumn<long> _numerators = new(), _denominators = new(), _customers = new();
    private readonly NumberColumn<double> _values = new();
    private readonly NumberColumn<byte> _censored = new();
    private readonly TextColumn _measures = new(), _currencies = new(), _runs = new(), _configs = new();

    private CohortRetentionTable(MetricFacts facts, MetricRun run)
    {
        _facts = facts;
        _run = run;
    }

    public static TableSchema Schema { get; } = new(
    [
        Date("cohort_month"), Integer("age_months"), Text("measure"), Amount("numerator"), Amount("denominator"), Double("value"), Long("n"),
        Flag("is_censored"), Text("currency", nullable: true), Text("run_id"), Text("config_hash"),
    ]);

    public static ColumnBatch Batch(MetricFacts facts, MetricRun run)
    {
        var table = new CohortRetentionTable(facts, run);
        foreach (var (month, cohort) in facts.Recurring.Cohorts.ByMonth)
        {
            for (var age = 0; age < cohort.Active.Length; age++) { table.AddAge(month, age, cohort); }
        }

        return table.Build();
    }

    private void AddAge(int month, int age, Cohort cohort)
    {
        var isMissing = IsMissing(DayAxis.AddMonths(month, age + 1) - 1);
        Add((month, age), "gross", (isMissing ? null : cohort.GrossMrr[age], cohort.InitialMrr), cohort.Customers);
        Add((month, age), "logo", (cohort.Active[age] * Exact.One, cohort.Customers * Exact.One), cohort.Customers);
        Add((month, age), "net", (isMissing ? null : cohort.NetMrr[age], cohort.InitialMrr), cohort.Customers);
    }

    private bool IsMissing(int day) => day >= _facts.Axis.Start && _facts.Recurring.MrrTotals.HasMissingToDate(day - _facts.Axis.Start);

    private void Add((int Month, int Age) cell, string measure, (Int128? Numerator, Int128 Denominator) parts, long customers)
    {
        long? numerator = parts.Numerator is { } amount ? Exact.Published(amount) : null;
        long? denominator = numerator is null ? null : Exact.Published(parts.Denominator);
        _months.Add(cell.Month);
        _ages.Add(cell.Age);
        _measures.Add(measure);
        _numerators.Add(numerator);
        _denominators.Add(denominator);
        _values.Add(denominator > 0 ? (double)numerator!.Value / denominator.Value : null);
        _customers.Add(customers);
        _censored.Add(0);
        _currencies.Add(string.Equals(measure, "logo", StringComparison.Ordinal) ? null : _facts.Settings.ReportingCurrency);
        _runs.Add(_run.RunId);
        _configs.Add(_run.ConfigHash);
    }

    private ColumnBatch Build() => new(
        Schema,
        [
            _months.Build(Column.OfDates), _ages.Build(Column.OfInt32s), _measures.Build(), _numerators.Build(Column.OfDecimals),
            _denominators.Build(Column.OfDecimals), _values.Build(Column.OfDoubles), _customers.Build(Column.OfInt64s), _censored.Build(Column.OfBooleans),
            _currencies.Build(), _runs.Build(), _configs.Build(),
        ],
        _months.Count);
}
