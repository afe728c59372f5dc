using System.Collections.Immutable;

namespace Pipeline.App.Demo;

/// <summary>What was spent on advertising: one row for each campaign and day.</summary>
internal static class SpendSimulation
{
    public static AdAccount Google { get; } = new("google_ads", "482-193-7756", "Harbor Desk", "USD", DemoCalendar.FirstDay);

    public static AdAccount MetaAmerica { get; } = new("meta_ads", "104882930174512", "Harbor Desk US", "USD", DemoCalendar.FirstDay);

    public static AdAccount MetaSpain { get; } = new("meta_ads", "104882930174698", "Harbor Desk España", "EUR", new DateOnly(2025, 1, 1));

    public static AdAccount MetaTaiwan { get; } = new("meta_ads", "104882930174803", "Harbor Desk 台灣", "TWD", new DateOnly(2025, 10, 1));

    // Campaign and what it costs on an ordinary day of the first year, in hundredths of the account's currency.
    private static readonly (AdAccount Account, string Campaign, int Cost)[] Campaigns =
    [
        (Google, "Search | Brand", 3100), (Google, "Search | Generic", 9400), (Google, "Performance Max", 5200), (Google, "Display | Retargeting", 1900),
        (MetaAmerica, "Prospecting - Lookalike", 4300), (MetaAmerica, "Retargeting - Visitors", 1800), (MetaAmerica, "Video - Product tour", 2400),
        (MetaSpain, "Prospección España", 2100), (MetaSpain, "Retargeting España", 900), (MetaTaiwan, "台灣 品牌認知", 68000),
    ];

    public static ImmutableArray<DemoSpend> Run(DemoRandom random, int scale)
    {
        var fork = random.Fork("spend");
        var rows = ImmutableArray.CreateBuilder<DemoSpend>();
        for (var i = 0; i < Campaigns.Length; i++)
        {
            for (var day = Campaigns[i].Account.Start; day <= DemoCalendar.LastDay; day = day.AddDays(1)) { rows.Add(Spend(fork, i, day, scale)); }
        }

        return rows.ToImmutable();
    }

    private static DemoSpend Spend(DemoRandom random, int index, DateOnly day, int scale)
    {
        var (account, campaign, ordinary) = Campaigns[index];
        var growth = 100 + (80 * (day.DayNumber - DemoCalendar.FirstDay.DayNumber) / DemoCalendar.Days);
        var cost = (long)ordinary * scale * growth * random.Between(70, 131) / 10_000 / (DemoCalendar.IsWeekend(day) ? 2 : 1);
        var perClick = account.Currency is "TWD" ? 4200 : 210;
        var clicks = (int)(cost / perClick) + random.Between(0, 5);
        return new DemoSpend(account, DemoIds.Ad(account == Google ? 20_481_337_001 : 120_211_884_530_770_000, index + 1), campaign, day, cost, clicks * random.Between(18, 40), clicks, clicks / random.Between(15, 40));
    }
}
