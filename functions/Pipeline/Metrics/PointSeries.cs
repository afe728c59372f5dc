namespace Pipeline.Metrics;

/// <summary>The points of one metric and one member, in day order. Parts are in ten-thousandths.</summary>
internal sealed class PointSeries(MetricDefinition definition, string metric, MetricScope scope, string? currency, int through)
{
    /// <summary>Stands for a part that is null.</summary>
    public const long Null = long.MinValue;

    private int[] _days = new int[16];
    private long[] _numerators = new long[16];
    private long[]? _denominators;
    private long[] _counts = new long[16];
    private NullReason[] _reasons = new NullReason[16];

    public MetricDefinition Definition { get; } = definition;

    /// <summary>The published id, window included.</summary>
    public string Metric { get; } = metric;

    public MetricScope Scope { get; } = scope;

    /// <summary>The currency of money, otherwise <see langword="null"/>.</summary>
    public string? Currency { get; } = currency;

    /// <summary>The last day up to which the inputs are complete.</summary>
    public int Through { get; } = through;

    public int Count { get; private set; }

    public int Day(int point) => _days[point];

    public long Numerator(int point) => _numerators[point];

    public long Denominator(int point) => _denominators is null ? Null : _denominators[point];

    public long Observations(int point) => _counts[point];

    public NullReason Reason(int point) => _reasons[point];

    /// <summary>Adds a day without a value and without parts.</summary>
    public void AddNull(int day, NullReason reason, long observations) =>
        Put(day, Null, Null, reason is NullReason.NoData or NullReason.NotMature ? 0 : observations, reason);

    /// <summary>Adds an amount or a count.</summary>
    public void Add(int day, Int128 amount, long observations)
    {
        if (!Fits(amount)) { AddNull(day, NullReason.Overflow, observations); }
        else { Put(day, (long)amount, Null, observations, NullReason.None); }
    }

    /// <summary>Adds a quotient; without a value when there is nothing, or less than nothing, to divide by.</summary>
    public void Add(int day, Int128 numerator, Int128 denominator, long observations)
    {
        if (!Fits(numerator) || !Fits(denominator)) { AddNull(day, NullReason.Overflow, observations); }
        else
        {
            var reason = denominator == 0 ? NullReason.ZeroDenominator : denominator < 0 ? NullReason.NegativeDenominator : NullReason.None;
            Put(day, (long)numerator, (long)denominator, observations, reason);
        }
    }

    private static bool Fits(Int128 amount) => amount < Reading.Exact.Limit && amount > -Reading.Exact.Limit;

    private void Put(int day, long numerator, long denominator, long observations, NullReason reason)
    {
        if (Count == _days.Length) { Grow(); }
        _days[Count] = day;
        _numerators[Count] = numerator;
        if (denominator != Null && _denominators is null)
        {
            _denominators = new long[_days.Length];
            Array.Fill(_denominators, Null);
        }

        if (_denominators is not null) { _denominators[Count] = denominator; }
        _counts[Count] = observations;
        _reasons[Count] = reason;
        Count++;
    }

    private void Grow()
    {
        var size = Count * 2;
        Array.Resize(ref _days, size);
        Array.Resize(ref _numerators, size);
        if (_denominators is not null) { Array.Resize(ref _denominators, size); }
        Array.Resize(ref _counts, size);
        Array.Resize(ref _reasons, size);
    }
}
