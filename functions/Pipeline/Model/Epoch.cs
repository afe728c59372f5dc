namespace Pipeline.Model;

/// <summary>Days and instants as the columns hold them: numbers since 1970-01-01T00:00:00Z.</summary>
public static class Epoch
{
    private static readonly int FirstDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    /// <summary>Days since 1970-01-01; negative before.</summary>
    public static int Day(DateOnly date) => date.DayNumber - FirstDay;

    /// <summary>The calendar date of a day number.</summary>
    public static DateOnly Date(int day) => DateOnly.FromDayNumber(day + FirstDay);

    /// <summary>Whole microseconds since 1970-01-01T00:00:00Z.</summary>
    public static long Micros(DateTimeOffset instant) => (instant.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
}
