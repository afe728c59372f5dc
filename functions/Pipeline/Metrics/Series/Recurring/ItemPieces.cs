using Pipeline.Metrics.Reading;
using Pipeline.Model;

namespace Pipeline.Metrics.Series.Recurring;

/// <summary>A run of days [From, To) over which an item's amount stays the same.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The day after the last.</param>
/// <param name="State">Its state.</param>
/// <param name="Counts">Whether it counts.</param>
/// <param name="RateDay">The day whose rate converts it.</param>
internal readonly record struct ItemPiece(int From, int To, PricedState State, bool Counts, int RateDay);

/// <summary>Cuts the life of one item into pieces, up to the end of the axis.</summary>
internal sealed class ItemPieces(FxPolicy policy, CurrencyColumn currencies, int axisEnd)
{
    private readonly List<ItemPiece> _pieces = [];

    /// <summary>The pieces of an item that runs over [start, end) and whose events, in order of time, are given. Valid until the next call.</summary>
    public IReadOnlyList<ItemPiece> Of(PricedState? row, ReadOnlySpan<ItemEvent> events, (int Start, int End) life, bool isMetered)
    {
        _pieces.Clear();
        var end = Math.Min(life.End, axisEnd + 1);
        if (life.Start >= end) { return _pieces; }
        if (events.IsEmpty)
        {
            if (row is { } state) { Add(state, (life.Start, end), life.Start, Counts(state, isMetered)); }
            return _pieces;
        }

        Add(events[0].State, (life.Start, Math.Min(events[0].Day, end)), life.Start, Counts(events[0].State, isMetered));
        for (var i = 0; i < events.Length; i++)
        {
            var next = i + 1 < events.Length ? events[i + 1].Day : int.MaxValue;
            var counts = Counts(events[i].State, isMetered) && !events[i].State.IsPausing;
            Add(events[i].State, (Math.Max(events[i].Day, life.Start), Math.Min(next, end)), life.Start, counts);
        }

        return _pieces;
    }

    private static bool Counts(PricedState state, bool isMetered) => state.Counts && !(state.HasOwnPrice && isMetered);

    private void Add(PricedState state, (int From, int To) days, int start, bool counts)
    {
        var rates = currencies[state.Price.Currency];
        for (var from = days.From; from < days.To;)
        {
            int rateDay = from, next = int.MaxValue;
            if (counts && !rates.IsReporting)
            {
                if (policy == FxPolicy.CurrentRate) { next = rates.NextChange(from); }
                else { (rateDay, next) = RenewalCalendar.Around(start, from, state.Price); }
            }

            var to = Math.Min(next, days.To);
            _pieces.Add(new ItemPiece(from, to, state, counts, rateDay));
            from = to;
        }
    }
}
