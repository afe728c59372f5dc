namespace Pipeline.Metrics.Series.Recurring;

/// <summary>The events of every item in order of time.</summary>
internal sealed class ItemHistory
{
    private readonly int[] _starts;
    private readonly ItemEvent[] _events;

    private ItemHistory(int[] starts, ItemEvent[] events)
    {
        _starts = starts;
        _events = events;
    }

    public static ItemHistory Of(SubscriptionItems items)
    {
        var starts = new int[items.Count + 1];
        foreach (var change in items.Events) { starts[change.Item + 1]++; }

        for (var i = 1; i < starts.Length; i++) { starts[i] += starts[i - 1]; }
        var next = starts.AsSpan().ToArray();
        var events = new ItemEvent[starts[^1]];
        foreach (var change in items.Events) { events[next[change.Item]++] = change; }

        for (var item = 0; item < items.Count; item++)
        {
            MemoryExtensions.Sort(events.AsSpan(starts[item], starts[item + 1] - starts[item]), static (a, b) => a.OccurredAt.CompareTo(b.OccurredAt));
        }

        return new ItemHistory(starts, events);
    }

    public ReadOnlySpan<ItemEvent> Of(int item) => _events.AsSpan(_starts[item], _starts[item + 1] - _starts[item]);
}
