namespace Pipeline.App.Demo;

/// <summary>The three years of the demo. Constants, so that the demo is the same on every day it is run.</summary>
internal static class DemoCalendar
{
    public static DateOnly FirstDay { get; } = new(2023, 7, 1);

    /// <summary>The last day that the exports cover.</summary>
    public static DateOnly LastDay { get; } = new(2026, 6, 30);

    /// <summary>When the exports were made: nothing in them is later.</summary>
    public static DateTime Now { get; } = new(2026, 6, 30, 23, 30, 0, DateTimeKind.Utc);

    /// <summary>When the late file was made, months before the others.</summary>
    public static DateTime LateExport { get; } = new(2026, 3, 31, 23, 30, 0, DateTimeKind.Utc);

    public static int Days => LastDay.DayNumber - FirstDay.DayNumber + 1;

    public static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
}
