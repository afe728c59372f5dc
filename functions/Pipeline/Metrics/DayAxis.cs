using Pipeline.Model;

namespace Pipeline.Metrics;

/// <summary>The business days that are computed, both ends included, as days since 1970-01-01. Empty when <paramref name="End"/> is before <paramref name="Start"/>.</summary>
public readonly record struct DayAxis(int Start, int End)
{
    public int Count => Math.Max(End - Start + 1, 0);

    /// <summary>The calendar date of a day number.</summary>
    public static DateOnly Date(int day) => Epoch.Date(day);

    public static int Day(DateOnly date) => Epoch.Day(date);

    /// <summary>The same day of an earlier or later month, or that month's last day.</summary>
    public static int AddMonths(int day, int months)
    {
        var date = Date(day);
        var total = ((long)date.Year * 12) + date.Month - 1 + months;
        if (total < 12) { return Day(DateOnly.MinValue); }
        return total > (9999L * 12) + 11 ? Day(DateOnly.MaxValue) : Day(date.AddMonths(months));
    }

    /// <summary>The first day of the month of <paramref name="day"/>.</summary>
    public static int MonthStart(int day)
    {
        var date = Date(day);
        return day - date.Day + 1;
    }
}

/// <summary>How far to compute.</summary>
/// <param name="AsOf">The last day, or <see langword="null"/> for the latest day on which any table has something, at most <paramref name="Today"/>.</param>
/// <param name="Today">The business day that is now.</param>
public readonly record struct DayAxisRequest(DateOnly? AsOf, DateOnly Today);
