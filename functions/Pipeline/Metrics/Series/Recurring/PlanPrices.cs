using Pipeline.Metrics.Reading;
using Pipeline.Model;
using Pipeline.Parquet;

namespace Pipeline.Metrics.Series.Recurring;

/// <summary>The prices of plans, for items that have none of their own.</summary>
internal sealed class PlanPrices
{
    /// <summary>The number of the plan of what has none.</summary>
    public const int Unknown = 0;

    private const int LongestCount = 1_000_000;
    private readonly GrowingArray<Price?> _prices = new(null);
    private readonly GrowingArray<bool> _metered = new(false);

    private PlanPrices(FxRates fx)
    {
        Ids.Intern("unknown");
        Currencies = new CurrencyColumn(fx);
    }

    public Utf8Interner Ids { get; } = new();

    /// <summary>The currencies of all recurring prices.</summary>
    public CurrencyColumn Currencies { get; }

    public static async Task<PlanPrices> ReadAsync(FactContext context, CancellationToken cancellationToken)
    {
        var plans = new PlanPrices(context.Fx);
        await FactScan.ReadAsync(
            context.Facts, FactTables.Plan, ["plan_id", "unit_amount", "currency", "interval", "interval_count", "is_metered"], plans.Take, cancellationToken).ConfigureAwait(false);
        return plans;
    }

    /// <summary>The price of a plan, or <see langword="null"/>.</summary>
    public Price? Of(int plan) => _prices[plan];

    public bool IsMetered(int plan) => _metered[plan];

    /// <summary>The price in the columns unit_amount, interval and interval_count of a row, or <see langword="null"/> where the amount is.</summary>
    public static Price? Read((Column UnitAmount, Column Interval, Column IntervalCount) columns, int row, int currency)
    {
        if (!columns.UnitAmount.HasValue(row)) { return null; }
        var interval = columns.Interval.HasValue(row) ? IntervalOf(columns.Interval.Texts!.Row(row)) : BillingInterval.Month;
        var count = columns.IntervalCount.HasValue(row) ? Math.Clamp(columns.IntervalCount.Int64s[row], 1, LongestCount) : 1;
        return new Price(columns.UnitAmount.Int64s[row], currency, interval, (int)count);
    }

    private static BillingInterval IntervalOf(ReadOnlySpan<byte> text)
    {
        if (text.SequenceEqual("year"u8)) { return BillingInterval.Year; }
        if (text.SequenceEqual("week"u8)) { return BillingInterval.Week; }
        return text.SequenceEqual("day"u8) ? BillingInterval.Day : BillingInterval.Month;
    }

    private void Take(FactRows rows)
    {
        var currencies = rows.Rent();
        Currencies.Map(rows[2], currencies);
        for (var row = 0; row < rows.Count; row++)
        {
            if (rows.IsDeleted(row)) { continue; }
            var plan = Ids.Intern(rows[0].Texts!.Row(row));
            _prices[plan] = Read((rows[1], rows[3], rows[4]), row, currencies[row]);
            _metered[plan] = rows[5].HasValue(row) && rows[5].Booleans[row] != 0;
        }

        FactRows.Return(currencies);
    }
}
