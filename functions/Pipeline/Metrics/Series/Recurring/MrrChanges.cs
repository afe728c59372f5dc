using Pipeline.Metrics.Reading;
using Pipeline.Model;

namespace Pipeline.Metrics.Series.Recurring;

/// <summary>A customer's recurring revenue changes on a day, because of one item. Amounts are in ten-thousandths.</summary>
/// <param name="Customer">The number of the customer.</param>
/// <param name="Day">The day.</param>
/// <param name="Delta">By how much it changes.</param>
/// <param name="FxImpact">The part of it that comes from the rate.</param>
internal readonly record struct MrrChange(int Customer, int Day, long Delta, long FxImpact);

/// <summary>Walks every item once: the changes of its customer's revenue, and the totals by plan and currency.</summary>
internal sealed class MrrChanges
{
    private readonly FxPolicy _policy;
    private readonly CurrencyColumn _currencies;
    private readonly int _axisEnd;
    private readonly List<MrrChange> _changes = [];
    private readonly DayGroup _planSteps = new();
    private readonly DayGroup _currencySteps = new();

    public MrrChanges(FxPolicy policy, CurrencyColumn currencies, int axisEnd)
    {
        _policy = policy;
        _currencies = currencies;
        _axisEnd = axisEnd;
    }

    public List<MrrChange> Changes => _changes;

    /// <summary>Steps of the total; counts are not kept.</summary>
    public DaySeries TotalSteps { get; } = new();

    /// <summary>By plan: steps of amount, and of items with an amount.</summary>
    public DayGroup PlanSteps => _planSteps;

    /// <summary>By currency: steps of the native amount, and of items with one.</summary>
    public DayGroup CurrencySteps => _currencySteps;

    public static MrrChanges Of(FactContext context, Subscriptions subscriptions, SubscriptionItems items, PlanPrices plans, int axisEnd)
    {
        var changes = new MrrChanges(context.Settings.FxPolicy, plans.Currencies, axisEnd);
        var pieces = new ItemPieces(context.Settings.FxPolicy, plans.Currencies, axisEnd);
        var history = ItemHistory.Of(items);
        for (var item = 0; item < items.Count; item++)
        {
            var subscription = items.SubscriptionOf(item);
            var start = subscriptions.StartOf(subscription);
            if (start == Subscriptions.Never) { continue; }
            var end = Math.Min(subscriptions.EndOf(subscription), items.EndOf(item));
            changes.Walk(pieces.Of(items.StateOf(item), history.Of(item), (start, end), items.IsMetered(item)), start, subscriptions.CustomerOf(subscription));
        }

        return changes;
    }

    private void Walk(IReadOnlyList<ItemPiece> pieces, int start, int customer)
    {
        long before = 0;
        for (var i = 0; i < pieces.Count; i++)
        {
            var piece = pieces[i];
            var amount = Amount(piece, out var isMissing);
            var atFormerRate = i > 0 && piece.Counts && pieces[i - 1].Counts ? AtFormerRate(piece, pieces[i - 1], start, amount) : amount;
            Change(customer, piece.From, amount - before, amount - atFormerRate);
            Total(piece, amount, isMissing);
            before = amount;
        }

        if (pieces.Count > 0 && pieces[^1].To <= _axisEnd) { Change(customer, pieces[^1].To, -before, 0); }
    }

    private long Amount(ItemPiece piece, out bool isMissing)
    {
        isMissing = false;
        if (!piece.Counts) { return 0; }
        var rate = _currencies[piece.State.Price.Currency].On(piece.RateDay);
        isMissing = rate.IsMissing;
        return isMissing ? 0 : piece.State.Monthly(rate);
    }

    /// <summary>The amount of a piece at the rate that held on the day before it.</summary>
    private long AtFormerRate(ItemPiece piece, ItemPiece former, int start, long amount)
    {
        var rates = _currencies[piece.State.Price.Currency];
        if (rates.IsReporting) { return amount; }
        var day = _policy == FxPolicy.CurrentRate ? piece.From - 1 : RenewalCalendar.Around(start, piece.From - 1, former.State.Price).Latest;
        var rate = rates.On(day);
        return rate.IsMissing ? 0 : piece.State.Monthly(rate);
    }

    private void Change(int customer, int day, long delta, long fxImpact)
    {
        if (delta != 0 || fxImpact != 0) { _changes.Add(new MrrChange(customer, day, delta, fxImpact)); }
    }

    private void Total(ItemPiece piece, long amount, bool isMissing)
    {
        if (!piece.Counts) { return; }
        Step(TotalSteps, piece, amount, isMissing);
        Step(_planSteps[piece.State.Plan], piece, amount, isMissing);
        Step(_currencySteps[piece.State.Price.Currency], piece, piece.State.Monthly(ExactRate.Unit), isMissing: false);
    }

    private void Step(DaySeries steps, ItemPiece piece, long amount, bool isMissing)
    {
        var (count, missing) = (amount != 0 ? 1 : 0, isMissing ? 1 : 0);
        if (count == 0 && missing == 0) { return; }
        steps.Step(piece.From, amount, count, missing);
        if (piece.To <= _axisEnd) { steps.Step(piece.To, -amount, -count, -missing); }
    }
}
