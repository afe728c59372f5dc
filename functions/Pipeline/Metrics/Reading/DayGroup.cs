using Pipeline.Metrics.Kept;

namespace Pipeline.Metrics.Reading;

/// <summary>A day series for each member of a dimension, by the member's number.</summary>
internal sealed class DayGroup
{
    private DaySeries?[] _members = [];

    public DaySeries this[int member] => unchecked((uint)member) < (uint)_members.Length && _members[member] is { } known ? known : Begin(member);

    /// <summary>Writes the members by name.</summary>
    public void Save(KeptWriter writer, Func<int, string> name)
    {
        writer.Write(_members.Count(member => member is not null));
        for (var id = 0; id < _members.Length; id++)
        {
            if (_members[id] is not { } member) { continue; }
            writer.WriteText(name(id));
            member.Save(writer);
        }
    }

    /// <summary>Adds the members that another group wrote.</summary>
    public void Add(KeptReader reader, Func<string, int> number)
    {
        for (var left = reader.Read<int>(); left > 0; left--) { this[number(reader.ReadText())].Add(reader); }
    }

    /// <summary>All members together.</summary>
    public DaySeries Total()
    {
        var total = new DaySeries();
        foreach (var member in _members)
        {
            if (member is not null) { total.Add(member); }
        }

        return total;
    }

    /// <summary>The members by name; numbers of the same name become one. What is given out is not to be added to.</summary>
    public SortedDictionary<string, DaySeries> Named(Func<int, string> name)
    {
        var named = new SortedDictionary<string, DaySeries>(StringComparer.Ordinal);
        for (var id = 0; id < _members.Length; id++)
        {
            if (_members[id] is not { } member) { continue; }
            var text = name(id);
            named[text] = named.TryGetValue(text, out var same) ? DaySeries.Sum(same, member) : member;
        }

        return named;
    }

    private DaySeries Begin(int member)
    {
        if (member >= _members.Length) { Array.Resize(ref _members, Math.Max(member + 1, _members.Length * 2)); }
        return _members[member] = new DaySeries();
    }
}
