using System.Collections.Immutable;

namespace Pipeline.App.Demo;

/// <summary>Three years of leads, and the deals that some become.</summary>
internal sealed class FunnelSimulation
{
    private const int FirstRep = 1;
    private const int Reps = 6;

    private static readonly string[] Sources = ["Paid Search", "Paid Social", "Organic Search", "Referral", "Event", ""];
    private static readonly int[] SourceWeights = [30, 17, 27, 13, 9, 4];

    private readonly DemoRandom _random;
    private readonly Prospects _prospects;
    private readonly List<Lead> _leads = [];
    private readonly List<Deal> _deals = [];
    private readonly int _scale;

    private FunnelSimulation(DemoRandom random, int scale)
    {
        _random = random.Fork("funnel");
        _prospects = new Prospects(random.Fork("prospects"));
        _scale = scale;
    }

    public static (ImmutableArray<Lead> Leads, ImmutableArray<Deal> Deals) Run(DemoRandom random, int scale)
    {
        var simulation = new FunnelSimulation(random, scale);
        for (var day = DemoCalendar.FirstDay; day <= DemoCalendar.LastDay; day = day.AddDays(1)) { simulation.RunDay(day); }
        return ([.. simulation._leads], [.. simulation._deals]);
    }

    public static string OwnerId(int rep) => DemoIds.Salesforce("005", rep);

    public static IEnumerable<int> RepNumbers => Enumerable.Range(FirstRep, Reps);

    private void RunDay(DateOnly day)
    {
        // From 3 to 9 leads on a working day over the three years, a third of that at weekends.
        var growth = 3000 + (6000 * (day.DayNumber - DemoCalendar.FirstDay.DayNumber) / DemoCalendar.Days);
        var permille = growth * _scale / (DemoCalendar.IsWeekend(day) ? 3 : 1);
        var count = (permille / 1000) + (_random.Chance(permille % 1000) ? 1 : 0);
        for (var i = 0; i < count; i++) { AddLead(day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) + _random.WorkingTime()); }
    }

    private void AddLead(DateTime createdAt)
    {
        var prospect = _prospects.Next();
        var source = Sources[_random.Weighted(SourceWeights)];
        var owner = OwnerId(_random.Between(FirstRep, FirstRep + Reps));
        var id = DemoIds.Salesforce("00Q", _leads.Count + 1);
        var answeredAt = createdAt.AddHours(_random.Between(2, 90));
        var end = EndOfLead(source);
        var deal = end is LeadEnd.Converted ? MakeDeal(prospect, source, owner, createdAt.AddDays(_random.Between(3, 26))) : null;
        if (answeredAt > DemoCalendar.Now) { end = LeadEnd.Open; }
        if (end is LeadEnd.Converted && deal is null) { end = LeadEnd.Qualified; }
        if (deal is not null) { _deals.Add(deal); }
        var modifiedAt = end is LeadEnd.Open ? createdAt : deal?.CreatedAt ?? answeredAt;
        _leads.Add(new Lead(id, prospect, createdAt, source, owner, end, modifiedAt, deal));
    }

    private LeadEnd EndOfLead(string source)
    {
        // Bought leads convert less often than those who came by themselves.
        var converts = source switch { "Paid Social" => 110, "Paid Search" => 160, "Referral" => 300, _ => 200 };
        return _random.Weighted([converts, 1000 - converts]) == 0
            ? LeadEnd.Converted
            : (LeadEnd)_random.Weighted([60, 170, 130, 640]);
    }

    private Deal? MakeDeal(Prospect prospect, string source, string owner, DateTime createdAt)
    {
        if (createdAt > DemoCalendar.Now) { return null; }
        var (plan, quantity) = _random.Weighted([30, 30, 28, 12]) switch
        {
            0 => (PricePlan.Team, _random.Between(2, 9)),
            1 => (PricePlan.Business, _random.Between(2, 12)),
            2 => (PricePlan.BusinessYearly, _random.Between(2, 15)),
            _ => (PricePlan.EnterpriseYearly, _random.Between(3, 20)),
        };
        var number = _deals.Count + 1;
        var changes = History(plan, quantity, prospect.Currency, createdAt);
        return new Deal
        {
            Id = DemoIds.Salesforce("006", number),
            AccountId = DemoIds.Salesforce("001", number),
            ContactId = DemoIds.Salesforce("003", number),
            Prospect = prospect,
            OwnerId = owner,
            Source = source,
            CampaignId = source is "Event" ? DemoIds.Salesforce("701", 1 + _random.Between(0, 4)) : "",
            Plan = plan,
            Quantity = quantity,
            CreatedAt = createdAt,
            Changes = changes,
            CloseDate = changes[^1].CloseDate,
        };
    }

    private ImmutableArray<DealChange> History(PricePlan plan, int quantity, string currency, DateTime createdAt)
    {
        // The amount of a deal is its first year.
        var amount = plan.Price(currency) * quantity * (plan.IsYearly ? 1 : 12);
        var expected = DateOnly.FromDateTime(createdAt.AddDays(60));
        var wins = _random.Chance(310);
        var stages = wins ? DealStages.Open.Length : _random.Between(1, DealStages.Open.Length + 1);
        var changes = ImmutableArray.CreateBuilder<DealChange>();
        var at = createdAt;
        for (var i = 0; i < stages && at <= DemoCalendar.Now; i++)
        {
            changes.Add(new DealChange(at, DealStages.Open[i], amount, expected));
            at = at.AddDays(_random.Between(3, 22)).AddMinutes(_random.Between(0, 300));
            if (i == 1 && _random.Chance(200) && at <= DemoCalendar.Now)
            {
                // A row of history without a change of stage: the amount was corrected.
                amount += amount / 10;
                changes.Add(new DealChange(at.AddHours(-5), DealStages.Open[i], amount, expected));
            }
        }

        if (at <= DemoCalendar.Now) { changes.Add(new DealChange(at, wins ? DealStages.Won : DealStages.Lost, amount, DateOnly.FromDateTime(at))); }
        return changes.ToImmutable();
    }
}
