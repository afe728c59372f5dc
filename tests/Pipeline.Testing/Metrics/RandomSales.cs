using Pipeline.Model;
using static Pipeline.Testing.Metrics.RandomWorld;

namespace Pipeline.Testing.Metrics;

/// <summary>Leads, their lifecycle, and opportunities.</summary>
internal static class RandomSales
{
    public static void Add(RandomWorld world)
    {
        var opportunities = world.Dice.Pick(1, world.Customers, 2 * world.Customers);
        for (var i = 1; i <= opportunities; i++) { AddOpportunity(world, i); }
        var leads = world.Dice.Pick(1, world.Customers, 4 * world.Customers);
        for (var i = 1; i <= leads; i++) { AddLead(world, i, opportunities); }
    }

    private static void AddOpportunity(RandomWorld world, int number)
    {
        var dice = world.Dice;
        var created = dice.Instant();
        var close = dice.Chance(0.9) ? DateOnly.FromDateTime(created.UtcDateTime).AddDays(dice.Between(0, 120)) : dice.Day();
        world.Add(FactTables.Opportunity, new()
        {
            ["opportunity_id"] = Id("o", number),
            ["account_id"] = dice.Maybe(world.Account(), 0.2),
            ["owner_id"] = dice.Maybe(Id("u", dice.Between(1, 4)), 0.15),
            ["status"] = dice.Pick("open", "won", "won", "lost"),
            ["amount"] = dice.Maybe(dice.Amount(20_000), 0.1),
            ["currency"] = dice.Maybe(world.Currency(), 0.1),
            ["created_at"] = dice.Maybe(created, 0.05),
            ["close_date"] = dice.Maybe(close, 0.05),
            ["lead_source"] = world.Label(),
        });
        if (dice.Chance(0.3))
        {
            world.Add(FactTables.OpportunityStageHistory, new()
            {
                ["opportunity_id"] = Id("o", number),
                ["to_stage"] = "proposal",
                ["entered_at"] = created.AddDays(dice.Between(0, 30)),
                ["evidence"] = "event_log",
            });
        }
    }

    private static void AddLead(RandomWorld world, int number, int opportunities)
    {
        var dice = world.Dice;
        var converted = dice.Chance(0.3);
        world.Add(FactTables.Lead, new()
        {
            ["lead_id"] = Id("l", number),
            ["created_at"] = dice.Maybe(dice.Instant(), 0.05),
            ["source"] = world.Label(),
            ["account_id"] = dice.Maybe(world.Account(), 0.7),
            ["opportunity_id"] = dice.Maybe(Id("o", dice.Between(1, opportunities + 2)), 0.5),
            ["is_converted"] = dice.Maybe(converted, 0.2),
            ["converted_date"] = dice.Maybe(dice.Day(), converted ? 0.1 : 0.8),
            ["email_hash"] = dice.Maybe(Id("e", dice.Between(1, world.Customers)), 0.6),
            ["domain"] = dice.Maybe(Id("d", dice.Between(1, 12)), 0.5),
            ["merged_into_id"] = dice.Chance(0.05) ? "l1" : null,
        });
        var entered = dice.Instant();
        for (var events = dice.Pick(0, 0, 1, 3); events > 0; events--)
        {
            world.Add(FactTables.LifecycleEvent, new()
            {
                ["lead_id"] = Id("l", number),
                ["stage"] = dice.Pick("subscriber", "lead", "mql", "sql", "opportunity", "customer", "evangelist", "disqualified"),
                ["entered_at"] = entered,
                ["evidence"] = "native_row",
            });
            entered = entered.AddHours(dice.Between(1, 900));
        }
    }
}
