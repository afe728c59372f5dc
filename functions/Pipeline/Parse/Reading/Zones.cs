namespace Pipeline.Parse.Reading;

/// <summary>Turns what a cell says into instants and business days. Not for several threads: it remembers its last answers.</summary>
/// <param name="source">The zone of times without an offset.</param>
/// <param name="reporting">The zone of business days.</param>
internal sealed class Zones(TimeZoneInfo source, TimeZoneInfo reporting)
{
    private const long MicrosPerMinute = 60_000_000;
    private const long MicrosPerQuarter = 15 * MicrosPerMinute;

    private readonly bool _isSourceUtc = source.BaseUtcOffset == TimeSpan.Zero && !source.SupportsDaylightSavingTime;
    private readonly bool _isReportingUtc = reporting.BaseUtcOffset == TimeSpan.Zero && !reporting.SupportsDaylightSavingTime;
    private (int Day, long Start) _lastDay = (int.MinValue, 0);
    private (long Quarter, long Offset) _lastSource = (long.MinValue, 0);
    private (long Quarter, long Offset) _lastReporting = (long.MinValue, 0);

    /// <summary>Microseconds since 1970 of a moment that has a time.</summary>
    public long ToInstant(in Moment moment)
    {
        var local = (moment.Day * Moment.MicrosPerDay) + moment.Micros;
        if (moment.HasOffset) { return local - (moment.Offset * MicrosPerMinute); }
        return _isSourceUtc ? local : local - SourceOffset(local);
    }

    /// <summary>When <paramref name="day"/> starts in the reporting zone.</summary>
    public long StartOfDay(int day)
    {
        if (_isReportingUtc) { return day * Moment.MicrosPerDay; }
        if (_lastDay.Day == day) { return _lastDay.Start; }
        var local = ToDateTime(day * Moment.MicrosPerDay);
        // Where clocks go forward at midnight the day starts with its first time that exists.
        while (reporting.IsInvalidTime(local)) { local = local.AddMinutes(15); }
        var start = ToMicros(local) - ToMicros(reporting.GetUtcOffset(local));
        _lastDay = (day, start);
        return start;
    }

    /// <summary>The day of a moment: as written, unless it names its offset.</summary>
    public int ToDay(in Moment moment)
    {
        if (!moment.HasTime || !moment.HasOffset) { return moment.Day; }
        var instant = ToInstant(moment);
        var local = _isReportingUtc ? instant : instant + ReportingOffset(instant);
        return (int)(local >= 0 ? local / Moment.MicrosPerDay : ((local + 1) / Moment.MicrosPerDay) - 1);
    }

    private long SourceOffset(long local)
    {
        // No zone changes its offset within a quarter of an hour.
        var quarter = local / MicrosPerQuarter;
        if (_lastSource.Quarter != quarter) { _lastSource = (quarter, ToMicros(source.GetUtcOffset(ToDateTime(local)))); }
        return _lastSource.Offset;
    }

    private long ReportingOffset(long instant)
    {
        var quarter = instant / MicrosPerQuarter;
        if (_lastReporting.Quarter != quarter)
        {
            _lastReporting = (quarter, ToMicros(reporting.GetUtcOffset(DateTime.SpecifyKind(ToDateTime(instant), DateTimeKind.Utc))));
        }

        return _lastReporting.Offset;
    }

    private static DateTime ToDateTime(long micros) => new(Math.Clamp(DateTime.UnixEpoch.Ticks + (micros * 10), 0, DateTime.MaxValue.Ticks), DateTimeKind.Unspecified);

    private static long ToMicros(DateTime time) => (time.Ticks - DateTime.UnixEpoch.Ticks) / 10;

    private static long ToMicros(TimeSpan span) => span.Ticks / 10;
}
