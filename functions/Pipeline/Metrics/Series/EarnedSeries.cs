using Pipeline.Metrics.Kept;
using Pipeline.Metrics.Reading;

namespace Pipeline.Metrics.Series;

/// <summary>Amounts earned on one day or day by day over a service period, in one currency: as reported and in the reporting currency.</summary>
internal sealed class EarnedSeries(CurrencyRates rates, FactContext context)
{
    private readonly Account _native = new();
    private readonly Account _converted = new();

    /// <summary>Earns an amount, in millionths, on <paramref name="day"/> or, when the period is not empty, evenly over [start, end).</summary>
    public void Earn(long millionths, int day, (int Start, int End) period)
    {
        _native.Earn(Exact.FromMillionths(millionths), day, period, context.Horizon);
        if (rates.IsReporting) { return; }
        if (rates.TryConvert(millionths, day, out var amount)) { _converted.Earn(amount, day, period, context.Horizon); }
        else { _converted.Miss(day, period, context.Horizon); }
    }

    /// <summary>Earns what was added up of a day, on that day. It is not after the horizon.</summary>
    public void Earn(int day, InvoiceSum sum)
    {
        _native.Earn(day, sum.Native, sum.Count, 0);
        if (!rates.IsReporting) { _converted.Earn(day, sum.Converted, sum.Count, sum.Missing); }
    }

    /// <summary>What was earned on each day, in the currency itself.</summary>
    public DaySeries Native() => _native.ByDay(context.Limit);

    /// <summary>What was earned on each day, in the reporting currency.</summary>
    public DaySeries Converted() => rates.IsReporting ? Native() : _converted.ByDay(context.Limit);

    public void Save(KeptWriter writer)
    {
        _native.Save(writer);
        _converted.Save(writer);
    }

    /// <summary>Adds what another series of the same currency wrote.</summary>
    public void Add(KeptReader reader)
    {
        _native.Add(reader);
        _converted.Add(reader);
    }

    private sealed class Account
    {
        private readonly DaySeries _points = new();

        // What each day earns more, or less, than the day before.
        private readonly DaySeries _steps = new();

        public void Earn(long amount, int day, (int Start, int End) period, int horizon)
        {
            if (period.End <= period.Start)
            {
                if (day <= horizon) { _points.Add(day, amount); }
                return;
            }

            if (period.Start > horizon) { return; }
            long days = (long)period.End - period.Start;
            var (daily, rest) = Math.DivRem(amount, days);
            _steps.Step(period.Start, daily, 1, 0);
            if (period.End <= horizon) { _steps.Step(period.End, -daily, -1, 0); }
            if (rest != 0 && period.End - 1 <= horizon) { _points.Step(period.End - 1, rest, 0, 0); }
        }

        public void Earn(int day, long amount, int count, int missing) => _points.Step(day, amount, count, missing);

        public void Miss(int day, (int Start, int End) period, int horizon)
        {
            if (period.End <= period.Start)
            {
                if (day <= horizon) { _points.AddMissing(day); }
                return;
            }

            if (period.Start > horizon) { return; }
            _steps.Step(period.Start, 0, 1, 1);
            if (period.End <= horizon) { _steps.Step(period.End, 0, -1, -1); }
        }

        public void Save(KeptWriter writer)
        {
            _points.Save(writer);
            _steps.Save(writer);
        }

        public void Add(KeptReader reader)
        {
            _points.Add(reader);
            _steps.Add(reader);
        }

        public DaySeries ByDay(int limit)
        {
            var days = _steps.Integrate(limit);
            days.Add(_points);
            return days;
        }
    }
}
