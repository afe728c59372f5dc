using System.Runtime.InteropServices;
using Pipeline.Metrics.Kept;
using Pipeline.Metrics.Reading;
using Pipeline.Parquet;

namespace Pipeline.Metrics.Series;

/// <summary>The first day on which each customer paid an invoice.</summary>
/// <remarks>Of years of customers most never come again: those that were kept together stay where they were read, in the order of their hashes, and only the others go into a table.</remarks>
internal sealed class PayingCustomers(int limit) : IKeptState
{
    private readonly FirstDays _others = new();

    // Numbers below this are places among those that are held; the places of the others follow.
    private int _heldCount;
    private ReadOnlyMemory<byte> _held;
    private int[] _heldFirstPaid = [];

    public LimitWindow Limits { get; } = new(limit);

    public IEnumerable<string> Foreign => [];

    public int RatesThrough => int.MinValue;

    /// <summary>How many customers have paid.</summary>
    public int Count => _heldCount + _others.Count;

    /// <summary>One more than the highest number. Not every number is a customer's, and numbers change while customers are added.</summary>
    public int Numbers => _heldCount + _others.Places;

    private ReadOnlySpan<IdHash> Held => MemoryMarshal.Cast<byte, IdHash>(_held.Span);

    /// <summary>The day on which a customer first paid; <see cref="int.MaxValue"/> for a number that is no customer's.</summary>
    public int FirstPaid(int customer) => customer < _heldCount ? _heldFirstPaid[customer] : _others.Day(customer - _heldCount);

    /// <summary>How many customers first paid on each day up to the last.</summary>
    public DaySeries FirstPaidUntil(int last)
    {
        var days = new DaySeries();
        foreach (var day in _heldFirstPaid)
        {
            if (day <= last) { days.Count(day); }
        }

        _others.CountUntil(last, days);
        return days;
    }

    /// <summary>The number of a customer, or -1.</summary>
    public int Find(ReadOnlySpan<byte> customerId)
    {
        var id = IdHash.Of(customerId);
        var place = IdNumbers.Search(Held, id);
        if (place >= 0) { return place; }
        return _others.Find(id) is >= 0 and var other ? _heldCount + other : -1;
    }

    /// <summary>Whether a payment on this day counts: not after the limit.</summary>
    public bool Counts(int day)
    {
        Limits.Note(day);
        return day <= limit;
    }

    /// <summary>Notes the customers of the rows that paid, on days that count.</summary>
    /// <exception cref="InvalidOperationException">Others are held: rows are taken into a part of its own.</exception>
    public void Note(Column customerIds, ReadOnlySpan<bool> paid, ReadOnlySpan<int> days)
    {
        if (_heldCount > 0) { throw new InvalidOperationException("rows are noted where nothing is held; write them and add what was written"); }
        _others.Note(customerIds, paid, days);
    }

    public void Save(KeptWriter writer)
    {
        Limits.Save(writer);
        int[] customers = [.. Enumerable.Range(0, _heldCount), .. _others.Taken().Select(place => _heldCount + place)];
        var order = IdNumbers.Save(writer, customers, customer => customer < _heldCount ? Held[customer] : _others.Id(customer - _heldCount));
        writer.WriteAll<int>(Array.ConvertAll(order, FirstPaid));
    }

    /// <summary>Adds what others wrote, who are in the order of their hashes.</summary>
    public void Add(KeptReader reader)
    {
        Limits.Add(reader);
        var ids = reader.ReadAll<IdHash>();
        var days = reader.ReadAll<int>();
        var held = Held;
        _others.Reserve(ids.Length);
        var place = 0;
        for (var i = 0; i < ids.Length; i++)
        {
            while (place < held.Length && held[place].First < ids[i].First) { place++; }
            Note(ids[i], IdNumbers.SearchFrom(held, place, ids[i]), days[i]);
        }
    }

    /// <summary>Begins with what others wrote, in bytes that stay as they are. Only before anything was added.</summary>
    public void Hold(KeptReader reader)
    {
        Limits.Add(reader);
        _held = reader.HoldAll<IdHash>();
        _heldFirstPaid = reader.ReadAll<int>().ToArray();
        _heldCount = _heldFirstPaid.Length;
    }

    private void Note(IdHash id, int place, int day)
    {
        if (place >= 0) { _heldFirstPaid[place] = Math.Min(_heldFirstPaid[place], day); }
        else { _others.Note(id, day); }
    }
}
