using Pipeline.Metrics.Reading;
using Pipeline.Parquet;

namespace Pipeline.Metrics.Series;

/// <summary>The first day of each of millions of ids. Id and day lie side by side, so that a look-up waits for memory once, where one by dense numbers waits three times.</summary>
/// <remarks>Of an id its hash is kept, as in <see cref="IdNumbers"/>. Places are in the order of the hashes; they change while ids are added.</remarks>
internal sealed class FirstDays
{
    private const int Block = 128;
    private Entry[] _entries = new Entry[384];

    /// <summary>How many ids there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many places there are, most of them taken.</summary>
    public int Places => _entries.Length;

    /// <summary>The first day of the id at a place; <see cref="int.MaxValue"/> where there is none.</summary>
    public int Day(int place) => _entries[place].IsTaken ? _entries[place].Day : int.MaxValue;

    /// <summary>Counts the ids by their first day, up to the last.</summary>
    public void CountUntil(int last, DaySeries days)
    {
        foreach (ref readonly var entry in _entries.AsSpan())
        {
            if (entry.IsTaken && entry.Day <= last) { days.Count(entry.Day); }
        }
    }

    /// <summary>The id at a place that is taken.</summary>
    public IdHash Id(int place) => new(_entries[place].First, _entries[place].Second);

    /// <summary>The place of an id, or -1.</summary>
    public int Find(IdHash id)
    {
        var place = PlaceOf(id);
        return _entries[place].IsTaken ? place : -1;
    }

    /// <summary>The places that are taken.</summary>
    public int[] Taken()
    {
        var taken = new int[Count];
        var next = 0;
        for (var place = 0; place < _entries.Length; place++)
        {
            if (_entries[place].IsTaken) { taken[next++] = place; }
        }

        return taken;
    }

    /// <summary>Makes room for more ids. Ids that come in the order of their hashes must find it: they would crowd the first places of a table that still grows.</summary>
    public void Reserve(int more)
    {
        long places = _entries.Length;
        while ((Count + (long)more) * 4 > places * 3) { places *= 2; }
        if (places > _entries.Length) { Rehash(checked((int)places)); }
    }

    public void Note(IdHash id, int day)
    {
        ref var entry = ref _entries[PlaceOf(id)];
        if (entry.IsTaken)
        {
            if (day < entry.Day) { entry.Day = day; }
            return;
        }

        entry = new Entry { First = id.First, Second = id.Second, Day = day, IsTaken = true };
        Count++;
        Reserve(0);
    }

    /// <summary>Notes the days of the rows that are <paramref name="asked"/> for. Each of these has an id.</summary>
    public void Note(Column ids, ReadOnlySpan<bool> asked, ReadOnlySpan<int> days)
    {
        Span<(IdHash Id, int Day)> block = stackalloc (IdHash, int)[Block];
        var texts = ids.Texts!;
        var count = 0;
        for (var row = 0; row < ids.Count; row++)
        {
            if (!asked[row]) { continue; }
            var (id, day) = (IdHash.Of(texts.Row(row)), days[row]);
            // Neighbours are often invoices of one customer.
            if (count > 0 && block[count - 1].Id == id)
            {
                block[count - 1].Day = Math.Min(block[count - 1].Day, day);
                continue;
            }

            if (count == Block)
            {
                Note(block);
                count = 0;
            }

            Expect(id.First);
            block[count++] = (id, day);
        }

        Note(block[..count]);
    }

    private void Note(ReadOnlySpan<(IdHash Id, int Day)> block)
    {
        foreach (ref readonly var one in block) { Note(one.Id, one.Day); }
    }

    /// <summary>Asks for a place and the two after it: there most ids are, in one line of the cache or two.</summary>
    private void Expect(ulong hash)
    {
        var home = HomeOf(hash);
        Prefetch.Of(ref _entries[home]);
        Prefetch.Of(ref _entries[Math.Min(home + 2, _entries.Length - 1)]);
    }

    /// <summary>The place of an id, or the free one to put it in.</summary>
    private int PlaceOf(IdHash id)
    {
        var entries = _entries;
        var place = HomeOf(id.First);
        while (entries[place].IsTaken && (entries[place].First != id.First || entries[place].Second != id.Second))
        {
            if (++place == entries.Length) { place = 0; }
        }

        return place;
    }

    private void Rehash(int places)
    {
        var old = _entries;
        _entries = new Entry[places];
        foreach (ref readonly var entry in old.AsSpan())
        {
            if (entry.IsTaken) { _entries[PlaceOf(new(entry.First, entry.Second))] = entry; }
        }
    }

    private int HomeOf(ulong hash) => (int)Math.BigMul(hash, (ulong)_entries.Length, out _);

    private struct Entry
    {
        public ulong First;
        public ulong Second;
        public int Day;
        public bool IsTaken;
    }
}
