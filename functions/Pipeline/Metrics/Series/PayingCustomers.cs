using System.Buffers;
using Pipeline.Metrics.Kept;
using Pipeline.Metrics.Reading;
using Pipeline.Parquet;

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

    /// <summary>Whether a payment on this day counts: not after the limit.</summary>
    public bool Counts(int day)
    {
        Limits.Note(day);
        return day <= limit;
    }

    /// <summary>Notes the customers of the rows that paid, on days that count.</summary>
    public void Note(Column customerIds, ReadOnlySpan<bool> paid, ReadOnlySpan<int> days)
    {
        var customers = ArrayPool<int>.Shared.Rent(customerIds.Count);
        _ids.Intern(customerIds, paid, customers);
        for (var row = 0; row < customerIds.Count; row++)
        {
            if (customers[row] >= 0) { Note(customers[row], days[row]); }
        }

        ArrayPool<int>.Shared.Return(customers);
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
