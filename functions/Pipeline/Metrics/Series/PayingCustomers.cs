using Pipeline.Metrics.Kept;
using Pipeline.Metrics.Reading;

namespace Pipeline.Metrics.Series;

/// <summary>The first day on which each customer paid an invoice.</summary>
internal sealed class PayingCustomers(int limit) : IKeptState
{
    private readonly IdNumbers _ids = new();
    private readonly GrowingArray<int> _firstPaid = new(int.MaxValue);

    public LimitWindow Limits { get; } = new(limit);

    public IEnumerable<string> Foreign => [];

    public int RatesThrough => int.MinValue;

    /// <summary>How many customers have paid.</summary>
    public int Count => _ids.Count;

    public int FirstPaid(int customer) => _firstPaid[customer];

    /// <summary>The number of a customer, or -1.</summary>
    public int Find(ReadOnlySpan<byte> customerId) => _ids.Find(IdHash.Of(customerId));

    /// <summary>Notes that a customer paid; not after the limit.</summary>
    public void Note(ReadOnlySpan<byte> customerId, int day)
    {
        Limits.Note(day);
        if (day <= limit) { Note(_ids.Intern(IdHash.Of(customerId)), day); }
    }

    public void Save(KeptWriter writer)
    {
        Limits.Save(writer);
        var order = _ids.Save(writer);
        writer.WriteAll<int>(Array.ConvertAll(order, customer => _firstPaid[customer]));
    }

    public void Add(KeptReader reader)
    {
        Limits.Add(reader);
        var ids = reader.ReadAll<IdHash>();
        var days = reader.ReadAll<int>();
        _ids.Reserve(ids.Length);
        for (var i = 0; i < ids.Length; i++) { Note(_ids.Intern(ids[i]), days[i]); }
    }

    private void Note(int customer, int day)
    {
        if (day < _firstPaid[customer]) { _firstPaid[customer] = day; }
    }
}
