namespace Pipeline.Metrics.Kept;

/// <summary>Up to which last days of the axis something stays as it is: no day that was held against the limit lies between.</summary>
internal sealed class LimitWindow(int limit)
{
    /// <summary>The latest day that was met and is not after the limit.</summary>
    public int From { get; private set; } = int.MinValue;

    /// <summary>The earliest day that was met and is after the limit; <see cref="int.MaxValue"/> when there is none.</summary>
    public int Before { get; private set; } = int.MaxValue;

    public void Save(KeptWriter writer)
    {
        writer.Write(From);
        writer.Write(Before);
    }

    /// <summary>Notes the days that another window of the same limit noted.</summary>
    public void Add(KeptReader reader)
    {
        Note(reader.Read<int>());
        Note(reader.Read<int>());
    }

    /// <summary>Notes a day that a result depends on by being after the limit or not.</summary>
    public void Note(int day)
    {
        if (day <= limit)
        {
            if (day > From) { From = day; }
        }
        else if (day < Before) { Before = day; }
    }
}
