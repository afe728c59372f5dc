namespace Pipeline.Model;

/// <summary>Business days from <see cref="Start"/> up to, but not including, <see cref="End"/>.</summary>
public readonly record struct DayRange
{
    /// <exception cref="ArgumentException">It would end before it starts.</exception>
    public DayRange(DateOnly start, DateOnly end)
    {
        if (end < start) { throw new ArgumentException($"a range of days from {start:yyyy-MM-dd} cannot end before, on {end:yyyy-MM-dd}", nameof(end)); }
        Start = start;
        End = end;
    }

    public DateOnly Start { get; }

    /// <summary>The first day that is no longer in the range.</summary>
    public DateOnly End { get; }

    public bool Contains(DateOnly day) => day >= Start && day < End;

    public override string ToString() => $"[{Start:yyyy-MM-dd}, {End:yyyy-MM-dd})";
}
