using System.Buffers.Binary;
using Pipeline.Metrics.Reading;
using Pipeline.Model;
using Pipeline.Parquet;

namespace Pipeline.Metrics.Series.Recurring;

/// <summary>A priced state, from an instant on.</summary>
/// <param name="Item">The number of its item.</param>
/// <param name="OccurredAt">Since when, in microseconds.</param>
/// <param name="Day">The business day of that instant.</param>
/// <param name="State">The state.</param>
internal readonly record struct ItemEvent(int Item, long OccurredAt, int Day, PricedState State);

/// <summary>Subscription items: their own row, and their history.</summary>
internal sealed class SubscriptionItems
{
    private readonly Subscriptions _subscriptions;
    private readonly PlanPrices _plans;
    private readonly Utf8Interner _ids = new();
    private readonly GrowingArray<int> _subscriptionOf = new(-1);
    private readonly GrowingArray<int> _ends = new(Subscriptions.Never);
    private readonly GrowingArray<PricedState?> _states = new(null);
    private readonly GrowingArray<bool> _metered = new(false);
    private readonly List<ItemEvent> _events = [];
    private byte[] _key = new byte[64];

    private SubscriptionItems(Subscriptions subscriptions, PlanPrices plans)
    {
        _subscriptions = subscriptions;
        _plans = plans;
    }

    public int Count => _ids.Count;

    public IReadOnlyList<ItemEvent> Events => _events;

    public static async Task<SubscriptionItems> ReadAsync(
        FactContext context, Subscriptions subscriptions, PlanPrices plans, CancellationToken cancellationToken)
    {
        var items = new SubscriptionItems(subscriptions, plans);
        await FactScan.ReadAsync(
            context.Facts, FactTables.SubscriptionItem,
            ["subscription_id", "item_id", "plan_id", "quantity", "unit_amount", "currency", "interval", "interval_count", "is_metered", "deleted_at"],
            rows => items.TakeItems(rows, context.Days), cancellationToken).ConfigureAwait(false);
        await FactScan.ReadAsync(
            context.Facts, FactTables.SubscriptionEvent,
            ["subscription_id", "item_id", "plan_id", "quantity", "unit_amount", "currency", "interval", "interval_count", "occurred_at", "status", "discount_percent"],
            rows => items.TakeEvents(rows, context.Days), cancellationToken).ConfigureAwait(false);
        return items;
    }

    public int SubscriptionOf(int item) => _subscriptionOf[item];

    /// <summary>The day on which its row was deleted, or <see cref="Subscriptions.Never"/>.</summary>
    public int EndOf(int item) => _ends[item];

    /// <summary>The state of its row, or <see langword="null"/> when it only has events.</summary>
    public PricedState? StateOf(int item) => _states[item];

    public bool IsMetered(int item) => _metered[item];

    private void TakeItems(FactRows rows, BusinessDays days)
    {
        int[] currencies = rows.Rent(), plans = rows.Rent();
        _plans.Currencies.Map(rows[5], currencies);
        _plans.Ids.Intern(rows[2], plans, PlanPrices.Unknown);
        for (var row = 0; row < rows.Count; row++)
        {
            var item = ItemOf(rows, row);
            if (item < 0) { continue; }
            var discount = _subscriptions.DiscountOf(_subscriptionOf[item]);
            _states[item] = StateOf(rows, row, (plans[row], currencies[row]), discount);
            _metered[item] = rows[8].HasValue(row) && rows[8].Booleans[row] != 0;
            if (rows[9].HasValue(row)) { _ends[item] = days.Of(rows[9].Int64s[row]); }
            else if (rows.IsDeleted(row)) { _ends[item] = int.MinValue; }
        }

        FactRows.Return(currencies, plans);
    }

    private void TakeEvents(FactRows rows, BusinessDays days)
    {
        int[] currencies = rows.Rent(), plans = rows.Rent();
        _plans.Currencies.Map(rows[5], currencies);
        _plans.Ids.Intern(rows[2], plans, PlanPrices.Unknown);
        for (var row = 0; row < rows.Count; row++)
        {
            if (rows.IsDeleted(row)) { continue; }
            var item = ItemOf(rows, row);
            if (item < 0) { continue; }
            var state = StateOf(rows, row, (plans[row], currencies[row]), rows[10].HasValue(row) ? rows[10].Int64s[row] : 0);
            var status = rows[9].HasValue(row) ? rows[9].Texts!.Row(row) : default;
            state = state with { IsPausing = status.SequenceEqual("paused"u8) || status.SequenceEqual("unpaid"u8) };
            _events.Add(new ItemEvent(item, rows[8].Int64s[row], days.Of(rows[8].Int64s[row]), state));
        }

        FactRows.Return(currencies, plans);
    }

    private PricedState StateOf(FactRows rows, int row, (int Plan, int Currency) ids, long discount)
    {
        var own = PlanPrices.Read((rows[4], rows[6], rows[7]), row, ids.Currency);
        var price = own ?? _plans.Of(ids.Plan);
        var counts = price is not null && (own is not null || !_plans.IsMetered(ids.Plan));
        var quantity = rows[3].HasValue(row) ? rows[3].Int64s[row] : 1_000_000;
        return new PricedState(price ?? default, ids.Plan, quantity, discount, counts, IsPausing: false, own is not null);
    }

    /// <returns>The number of the item; -1 when its subscription is not there.</returns>
    private int ItemOf(FactRows rows, int row)
    {
        var subscription = _subscriptions.Ids.Find(rows[0].Texts!.Row(row));
        if (subscription < 0) { return -1; }
        var id = rows[1].Texts!.Row(row);
        if (_key.Length < id.Length + 4) { _key = new byte[id.Length + 4]; }
        BinaryPrimitives.WriteInt32LittleEndian(_key, subscription);
        id.CopyTo(_key.AsSpan(4));
        var item = _ids.Intern(_key.AsSpan(0, id.Length + 4));
        _subscriptionOf[item] = subscription;
        return item;
    }
}
