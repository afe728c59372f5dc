using Pipeline.Metrics.Reading;
using Pipeline.Model;
using Pipeline.Parquet;

namespace Pipeline.Metrics.Series.Recurring;

/// <summary>Subscriptions: whose they are, and from which day to which they run.</summary>
internal sealed class Subscriptions
{
    /// <summary>No such day.</summary>
    public const int Never = int.MaxValue;

    private readonly GrowingArray<int> _customers = new(-1);
    private readonly GrowingArray<int> _starts = new(Never);
    private readonly GrowingArray<int> _ends = new(Never);
    private readonly GrowingArray<long> _discounts = new(0);
    private readonly FactContext _context;
    private readonly Utf8Interner _customerIds;

    private Subscriptions(FactContext context, Utf8Interner customerIds)
    {
        _context = context;
        _customerIds = customerIds;
    }

    public TableCoverage Coverage { get; } = new();

    public Utf8Interner Ids { get; } = new();

    public static async Task<Subscriptions> ReadAsync(FactContext context, Utf8Interner customerIds, CancellationToken cancellationToken)
    {
        var subscriptions = new Subscriptions(context, customerIds);
        await FactScan.ReadAsync(
            context.Facts, FactTables.Subscription,
            [
                "subscription_id", "customer_id", "status", "created_at", "started_at", "trial_end", "canceled_at", "ended_at", "discount_percent", "deleted_at",
                "snapshot_at",
            ],
            subscriptions.Take, cancellationToken).ConfigureAwait(false);
        return subscriptions;
    }

    public int CustomerOf(int subscription) => _customers[subscription];

    /// <summary>The first day on which it counts; <see cref="Never"/> when it never does.</summary>
    public int StartOf(int subscription) => _starts[subscription];

    /// <summary>The first day on which it no longer counts, or <see cref="Never"/>.</summary>
    public int EndOf(int subscription) => _ends[subscription];

    /// <summary>Percent, in millionths.</summary>
    public long DiscountOf(int subscription) => _discounts[subscription];

    private void Take(FactRows rows)
    {
        for (var row = 0; row < rows.Count; row++)
        {
            var id = Ids.Intern(rows[0].Texts!.Row(row));
            _customers[id] = _customerIds.Intern(rows[1].Texts!.Row(row));
            _discounts[id] = rows[8].HasValue(row) ? rows[8].Int64s[row] : 0;
            if (Day(rows[4], row) is { } started) { Coverage.Note(started); }
            if (Day(rows[7], row) is { } ended) { Coverage.Note(ended); }
            Coverage.NoteSnapshot(rows[10].Int64s[row]);
            _starts[id] = Start(rows, row);
            _ends[id] = End(rows, row);
        }
    }

    private int Start(FactRows rows, int row)
    {
        var status = rows[2].Texts!.Row(row);
        var neverCounts = status.SequenceEqual("incomplete"u8) || status.SequenceEqual("incomplete_expired"u8) || status.SequenceEqual("future"u8)
            || (status.SequenceEqual("trialing"u8) && !rows[5].HasValue(row)) || (rows.IsDeleted(row) && !rows[9].HasValue(row));
        if (neverCounts || (Day(rows[4], row) ?? Day(rows[3], row)) is not { } started) { return Never; }
        return Math.Max(started, Day(rows[5], row) ?? started);
    }

    private int End(FactRows rows, int row)
    {
        var canceled = rows[2].Texts!.Row(row).SequenceEqual("canceled"u8) ? Day(rows[6], row) : null;
        return Math.Min(Day(rows[7], row) ?? canceled ?? Never, Day(rows[9], row) ?? Never);
    }

    private int? Day(Column instants, int row) => instants.HasValue(row) ? _context.Days.Of(instants.Int64s[row]) : null;
}
