using Pipeline.Metrics.Kept;

namespace Pipeline.Metrics.Reading;

/// <summary>The days a table speaks of.</summary>
internal sealed class TableCoverage
{
    private long _snapshot = long.MinValue;

    /// <summary>The earliest day on which something happened; <see cref="int.MaxValue"/> for a table where nothing did.</summary>
    public int First { get; private set; } = int.MaxValue;

    /// <summary>The latest day on which something happened.</summary>
    public int Last { get; private set; } = int.MinValue;

    public bool IsEmpty => First == int.MaxValue;

    public void Note(int day)
    {
        if (day < First) { First = day; }
        if (day > Last) { Last = day; }
    }

    /// <summary>Notes the watermark of an export that a row came from.</summary>
    public void NoteSnapshot(long micros)
    {
        if (micros > _snapshot) { _snapshot = micros; }
    }

    public void Save(KeptWriter writer)
    {
        writer.Write(First);
        writer.Write(Last);
        writer.Write(_snapshot);
    }

    /// <summary>Covers also what another one does.</summary>
    public void Add(KeptReader reader)
    {
        First = Math.Min(First, reader.Read<int>());
        Last = Math.Max(Last, reader.Read<int>());
        NoteSnapshot(reader.Read<long>());
    }

    /// <summary>The last day up to which the table is known to be complete.</summary>
    public int Through(BusinessDays days) => IsEmpty || _snapshot == long.MinValue ? Last : Math.Max(Last, days.Of(_snapshot));
}
