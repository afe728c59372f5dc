namespace Pipeline.Parse.Reading;

/// <summary>A date, perhaps with a time and an offset, as a cell says it.</summary>
/// <param name="Day">Days since 1970-01-01.</param>
/// <param name="Micros">Microseconds of the day, or <see cref="NoTime"/>.</param>
/// <param name="Offset">Minutes east of UTC, or <see cref="NoOffset"/>.</param>
internal readonly record struct Moment(int Day, long Micros, int Offset)
{
    public const long NoTime = -1;
    public const int NoOffset = int.MinValue;
    public const long MicrosPerDay = 86_400_000_000;

    public bool HasTime => Micros >= 0;

    public bool HasOffset => Offset != NoOffset;

    /// <summary>A moment that is known in UTC.</summary>
    public static Moment OfInstant(long micros)
    {
        var day = Math.DivRem(micros, MicrosPerDay, out var rest);
        return rest < 0 ? new((int)day - 1, rest + MicrosPerDay, 0) : new((int)day, rest, 0);
    }
}

/// <summary>What became of a cell that should be a date.</summary>
internal enum MomentOutcome
{
    Read,
    NotADate,

    /// <summary>Day and month could be either way round, and nothing in the file says which.</summary>
    Ambiguous,
}
