using Pipeline.Metrics.Reading;

namespace Pipeline.Metrics.Series;

/// <summary>Amounts earned on one day or day by day over a service period, in one currency: as reported and in the reporting currency.</summary>
internal sealed class EarnedSeries(CurrencyRates rates, int limit)
{
    private readonly Account _native = new();
    private readonly Account _converted = new();

    /// <summary>Earns an amount, in millionths, on <paramref name="day"/> or, when the period is not empty, evenly over [start, end).</summary>
    public void Earn(long millionths, int day, (int Start, int End) period)
    {
        _native.Earn(Exact.FromMillionths(millionths), day, period, limit);
        if (rates.IsReporting) { return; }
        if (rates.TryConvert(millionths, day, out var amount)) { _converted.Earn(amount, day, period, limit); }
        else { _converted.Miss(day, period, limit); }
    }

    /// <summary>What was earned on each day, in the currency itself.</summary>
    public DaySeries Native() => _native.ByDay(limit);

    /// <summary>What was earned on each day, in the reporting currency.</summary>
    public DaySeries Converted() => rates.IsReporting ? Native() : _converted.ByDay(limit);

    private sealed class Account
    {
        private readonly DaySeries _points = new();

        // What each day earns more, or less, than the day before.
        private readonly DaySeries _steps = new();

        public void Earn(long amount, int day, (int Start, int End) period, int limit)
        {
            if (period.End <= period.Start)
            {
                if (day <= limit) { _points.Add(day, amount); }
                return;
            }

            if (period.Start > limit) { return; }
            long days = (long)period.End - period.Start;
            var (daily, rest) = Math.DivRem(amount, days);
            _steps.Step(period.Start, daily, 1, 0);
            if (period.End <= limit) { _steps.Step(period.End, -daily, -1, 0); }
            if (rest != 0 && period.End - 1 <= limit) { _points.Step(period.End - 1, rest, 0, 0); }
        }

        public void Miss(int day, (int Start, int End) period, int limit)
        {
            if (period.End <= period.Start)
            {
                if (day <= limit) { _points.AddMissing(day); }
                return;
            }

            if (period.Start > limit) { return; }
            _steps.Step(period.Start, 0, 1, 1);
            if (period.End <= limit) { _steps.Step(period.End, 0, -1, -1); }
        }

        public DaySeries ByDay(int limit)
        {
            var days = _steps.Integrate(limit);
            days.Add(_points);
            return days;
        }
    }
}
