namespace Pipeline.Metrics.Reading;

/// <summary>A day series for each member of a dimension, by the member's number.</summary>
internal sealed class DayGroup
{
    private readonly List<DaySeries?> _members = [];

    public DaySeries this[int member]
    {
        get
        {
            while (_members.Count <= member) { _members.Add(null); }
            return _members[member] ??= new DaySeries();
        }
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
        for (var id = 0; id < _members.Count; id++)
        {
            if (_members[id] is not { } member) { continue; }
            var text = name(id);
            named[text] = named.TryGetValue(text, out var same) ? DaySeries.Sum(same, member) : member;
        }

        return named;
    }
}
