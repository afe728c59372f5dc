using System.Collections.Immutable;

namespace Pipeline.App.Demo;

/// <summary>Who pays: customers and their subscriptions up to the last day.</summary>
/// <remarks>Subscriptions end and change only when a period ends, so that nothing is prorated. A plan switch ends one and starts another in the same second.</remarks>
internal sealed class BillingSimulation
{
    private const int TrialDays = 14;

    private readonly DemoRandom _random;
    private readonly List<BillingCustomer> _customers = [];
    private readonly List<DemoSubscription> _subscriptions = [];

    private BillingSimulation(DemoRandom random) => _random = random.Fork("billing");

    public static (ImmutableArray<BillingCustomer> Customers, ImmutableArray<DemoSubscription> Subscriptions) Run(DemoRandom random, ImmutableArray<Lead> leads)
    {
        var simulation = new BillingSimulation(random);
        foreach (var lead in leads)
        {
            if (lead.Deal is { IsWon: true } deal) { simulation.ServeDeal(lead, deal); }
            else if (lead.End is LeadEnd.Rejected or LeadEnd.Working) { simulation.OfferTrial(lead); }
        }

        return ([.. simulation._customers], [.. simulation._subscriptions]);
    }

    /// <summary>When period <paramref name="period"/> of a subscription starts; added in one step, so that the 31st returns.</summary>
    public static DateTime PeriodStart(DemoSubscription subscription, int period) =>
        subscription.PaidFrom.AddMonths(period * (subscription.Plan.IsYearly ? 12 : 1));

    private void ServeDeal(Lead lead, Deal deal)
    {
        var startsAt = deal.Changes[^1].At.AddHours(_random.Between(1, 120));
        if (startsAt > DemoCalendar.Now) { return; }
        var customer = AddCustomer(lead.Prospect, startsAt, deal.AccountId);
        Live(New(customer, deal.Plan, deal.Quantity, startsAt));
    }

    private void OfferTrial(Lead lead)
    {
        // Some of those whom nobody sold to try the product by themselves.
        var triedAt = lead.CreatedAt.AddHours(_random.Between(1, 200));
        if (!_random.Chance(95) || triedAt > DemoCalendar.Now) { return; }
        var customer = AddCustomer(lead.Prospect, triedAt, accountId: null);
        var plan = _random.Chance(700) ? PricePlan.Starter : PricePlan.Team;
        var trial = New(customer, plan, _random.Between(1, 5), triedAt) with { TrialEnd = triedAt.AddDays(TrialDays) };
        if (trial.TrialEnd > DemoCalendar.Now)
        {
            _subscriptions.Add(trial with { Status = "trialing" });
        }
        else if (_random.Chance(450))
        {
            _subscriptions.Add(Ended(trial, trial.PaidFrom, "trial not converted"));
        }
        else
        {
            Live(trial);
        }
    }

    private void Live(DemoSubscription first)
    {
        for (var next = (DemoSubscription?)first; next is not null;) { next = LiveOne(next); }
    }

    /// <summary>Runs a subscription from period to period; returns the one that follows it, if any.</summary>
    private DemoSubscription? LiveOne(DemoSubscription subscription)
    {
        var months = subscription.Plan.IsYearly ? 12 : 1;
        for (var period = 1; PeriodStart(subscription, period) <= DemoCalendar.Now; period++)
        {
            var boundary = PeriodStart(subscription, period);
            if (_random.Chance(subscription.Plan.ChurnPermille))
            {
                _subscriptions.Add(Ended(subscription, boundary, _random.Chance(250) ? "payment failed" : "cancelled by customer"));
                return Return(subscription, boundary);
            }

            if (_random.Chance(13 * months))
            {
                _subscriptions.Add(Ended(subscription, boundary, "plan switched") with { CanceledAt = boundary });
                return Switched(subscription, boundary);
            }
        }

        _subscriptions.Add(subscription with { Status = _random.Chance(12) ? "past_due" : "active" });
        return null;
    }

    private DemoSubscription? Return(DemoSubscription subscription, DateTime endedAt)
    {
        var returnsAt = endedAt.AddDays(_random.Between(40, 200));
        return _random.Chance(90) && returnsAt <= DemoCalendar.Now
            ? New(subscription.Customer, subscription.Plan, subscription.Quantity, returnsAt)
            : null;
    }

    private DemoSubscription Switched(DemoSubscription subscription, DateTime at)
    {
        var goesUp = _random.Chance(720);
        var bigger = subscription.Plan switch
        {
            { Id: "starter-monthly" } => PricePlan.Team,
            { Id: "team-monthly" } => PricePlan.Business,
            { Id: "business-monthly" } => PricePlan.BusinessYearly,
            var plan => plan,
        };
        var seats = goesUp ? subscription.Quantity + _random.Between(1, 4) : Math.Max(1, subscription.Quantity - _random.Between(1, 3));
        return New(subscription.Customer, goesUp && _random.Chance(500) ? bigger : subscription.Plan, seats, at);
    }

    private BillingCustomer AddCustomer(Prospect prospect, DateTime createdAt, string? accountId)
    {
        var customer = new BillingCustomer(DemoIds.Stripe("cus", _customers.Count + 1), prospect, createdAt.AddMinutes(-_random.Between(1, 40)), accountId);
        _customers.Add(customer);
        return customer;
    }

    private DemoSubscription New(BillingCustomer customer, PricePlan plan, int quantity, DateTime startedAt) => new()
    {
        Id = DemoIds.Stripe("sub", _subscriptions.Count + 1),
        Customer = customer,
        Plan = plan,
        Quantity = quantity,
        StartedAt = startedAt,
        Status = "active",
    };

    private DemoSubscription Ended(DemoSubscription subscription, DateTime endedAt, string reason)
    {
        var canceledAt = endedAt.AddDays(-_random.Between(1, 12));
        return subscription with
        {
            Status = "canceled",
            CanceledAt = canceledAt < subscription.StartedAt ? subscription.StartedAt : canceledAt,
            EndedAt = endedAt,
            CancelReason = reason,
        };
    }
}
