using Pipeline.Model;

namespace Pipeline.Testing.Metrics;

/// <summary>Spend and exchange rates.</summary>
internal static class RandomMarketing
{
    public static void Add(RandomWorld world)
    {
        AddSpend(world);
        foreach (var currency in world.ForeignCurrencies) { AddRates(world, currency); }
    }

    private static void AddSpend(RandomWorld world)
    {
        var dice = world.Dice;
        var start = dice.Chance(0.5) ? dice.FirstDay : dice.Day();
        var gaps = dice.Pick(0.1, 0.5, 0.9);
        for (var day = start; day <= dice.LastDay; day = day.AddDays(1))
        {
            for (var row = dice.Chance(gaps) ? 0 : dice.Between(1, 4); row > 0; row--)
            {
                world.Add(FactTables.MarketingSpendDaily, new()
                {
                    ["spend_date"] = day,
                    ["channel"] = dice.Pick("google_ads", "meta_ads", "linkedin", "Events & Fairs", "organic", ""),
                    ["cost_type"] = dice.Pick("media", "media", "media", "fees", "people", "tools", "events"),
                    ["report_level"] = "campaign",
                    ["cost"] = dice.Amount(500, dice.Pick(2, 2, 6)),
                    ["currency"] = world.Currency(),
                });
            }
        }
    }

    /// <summary>Quoted directly, only the other way round, or not at all; with gaps, seldom from the first day on, a few rates that make no sense.</summary>
    private static void AddRates(RandomWorld world, string currency)
    {
        var dice = world.Dice;
        var quoted = dice.Pick("direct", "direct", "inverse", "both", "both");
        var yen = string.Equals(currency, "JPY", StringComparison.Ordinal);
        var first = dice.Chance(0.5) ? dice.FirstDay.AddDays(-20) : dice.Day();
        var step = dice.Pick(1, 7, 30);
        for (var day = first; day <= dice.LastDay.AddDays(10); day = day.AddDays(dice.Between(1, 2 * step)))
        {
            if (quoted is "direct" or "both") { AddRate(world, currency, world.ReportingCurrency, (day, yen ? 0.007m : 1.1m)); }
            if (quoted is "inverse" or "both") { AddRate(world, world.ReportingCurrency, currency, (day, yen ? 143m : 0.9m)); }
            if (dice.Chance(0.1)) { AddRate(world, currency, "CHF", (day, 2m)); }
        }
    }

    private static void AddRate(RandomWorld world, string from, string to, (DateOnly Day, decimal About) quote)
    {
        var dice = world.Dice;
        var copies = dice.Chance(0.05) ? 2 : 1;
        for (var copy = 0; copy < copies; copy++)
        {
            var rate = quote.About * (1 + dice.Between(-50_000, 50_000) / 1_000_000m);
            world.Add(FactTables.FxRate, new()
            {
                ["from_currency"] = from,
                ["to_currency"] = to,
                ["rate_date"] = quote.Day,
                ["rate"] = dice.Chance(0.02) ? 0m : decimal.Round(rate, 9),
                [Envelope.SourceSystem] = copy == 0 ? "test" : "other",
            });
        }
    }
}
