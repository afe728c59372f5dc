namespace Pipeline.Testing.Metrics;

/// <summary>Seeded chance in the terms of a company's life.</summary>
/// <param name="seed">The same seed throws the same dice.</param>
/// <param name="firstDay">The first day on which things happen.</param>
/// <param name="days">For how many days they do.</param>
public sealed class Dice(int seed, DateOnly firstDay, int days)
{
    private readonly Random _random = new(seed);

    public DateOnly FirstDay => firstDay;

    public DateOnly LastDay => firstDay.AddDays(days - 1);

    public bool Chance(double share) => _random.NextDouble() < share;

    /// <summary>From <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public int Between(int low, int high) => _random.Next(low, high + 1);

    public T Pick<T>(params ReadOnlySpan<T> choices) => choices[_random.Next(choices.Length)];

    /// <summary>A value, or null with the given chance.</summary>
    public object? Maybe(object? value, double nullShare) => Chance(nullShare) ? null : value;

    public DateOnly Day() => firstDay.AddDays(_random.Next(days));

    /// <summary>Full quarters of an hour on a coarse clock, so that ties and the hours around midnight are common.</summary>
    public DateTimeOffset Instant() => Instant(Day());

    public DateTimeOffset Instant(DateOnly day) =>
        new(day, TimeOnly.MinValue.AddMinutes(Pick(0, 0, 15, 60, 150, 9 * 60, 12 * 60, 18 * 60 + 30, 22 * 60, 23 * 60 + 45)), TimeSpan.Zero);

    /// <summary>An amount with <paramref name="decimals"/> decimals, below or up to <paramref name="high"/>; seldom 0 or negative.</summary>
    public decimal Amount(int high, int decimals = 2)
    {
        if (Chance(0.04)) { return 0; }
        var unit = 1m;
        for (var i = 0; i < decimals; i++) { unit /= 10; }
        var amount = _random.NextInt64(1, (long)(high / unit) + 1) * unit;
        return Chance(0.03) ? -amount : amount;
    }
}
