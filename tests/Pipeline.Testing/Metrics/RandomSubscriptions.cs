using Pipeline.Model;
using static Pipeline.Testing.Metrics.RandomWorld;

namespace Pipeline.Testing.Metrics;

/// <summary>Customers and what they subscribe to.</summary>
internal static class RandomSubscriptions
{
    private const int Plans = 7;

    public static void Add(RandomWorld world)
    {
        var dice = world.Dice;
        for (var i = 1; i <= Plans; i++)
        {
            world.Add(FactTables.Plan, new()
            {
                ["plan_id"] = Id("p", i),
                ["unit_amount"] = dice.Maybe(dice.Amount(300), 0.1),
                ["currency"] = dice.Maybe(world.Currency(), 0.2),
                ["interval"] = dice.Pick("day", "week", "month", "month", "year", null, "quarter"),
                ["interval_count"] = dice.Maybe(dice.Between(0, 3), 0.3),
                ["is_metered"] = dice.Maybe(dice.Chance(0.1), 0.3),
            });
        }

        for (var i = 1; i <= world.Customers; i++)
        {
            AddCustomer(world, i);
            for (var nth = dice.Pick(0, 1, 1, 1, 2, 3); nth > 0; nth--) { AddSubscription(world, i, nth); }
        }
    }

    private static void AddCustomer(RandomWorld world, int number)
    {
        var dice = world.Dice;
        if (dice.Chance(0.05)) { return; }
        world.Add(FactTables.Customer, new()
        {
            ["customer_id"] = Id("c", number),
            ["email_hash"] = dice.Maybe(Id("e", number), 0.3),
            ["domain"] = dice.Maybe(Id("d", dice.Between(1, 12)), 0.4),
            ["external_crm_id"] = dice.Maybe(Id(dice.Pick("a", "a", "o"), number), 0.5),
        });
    }

    private static void AddSubscription(RandomWorld world, int customer, int nth)
    {
        var dice = world.Dice;
        var id = Id(Id("s", customer) + "-", nth);
        var start = dice.Day();
        if (dice.Chance(0.3)) { start = new DateOnly(start.Year, start.Month, DateTime.DaysInMonth(start.Year, start.Month)); }
        var started = dice.Instant(start);
        var end = started.AddDays(dice.Between(0, 500));
        var hasEnded = dice.Chance(0.5);
        var status = dice.Pick("active", "active", "active", "past_due", "trialing", "paused", "canceled", "canceled", "incomplete", "future");
        world.Add(FactTables.Subscription, new()
        {
            ["subscription_id"] = id,
            ["customer_id"] = Id("c", customer),
            ["status"] = status,
            ["created_at"] = dice.Maybe(started.AddDays(-dice.Between(0, 3)), 0.1),
            ["started_at"] = dice.Maybe(started, 0.1),
            ["trial_end"] = dice.Chance(0.15) ? started.AddDays(dice.Between(-1, 30)) : null,
            ["canceled_at"] = hasEnded ? end.AddDays(-dice.Between(0, 20)) : null,
            ["ended_at"] = dice.Maybe(hasEnded ? end : null, 0.2),
            ["discount_percent"] = dice.Pick<object?>(null, null, 0m, 10m, 33.3333m, 100m),
        }, deletedShare: 0.06);
        for (var item = dice.Pick(0, 1, 1, 1, 2); item > 0; item--) { AddItem(world, id, (item, started)); }
    }

    private static void AddItem(RandomWorld world, string subscription, (int Number, DateTimeOffset Started) item)
    {
        var dice = world.Dice;
        var currency = dice.Maybe(world.Currency(), 0.05);
        var priced = dice.Chance(0.85);
        var interval = dice.Pick("day", "week", "month", "month", "month", "year", null);
        Dictionary<string, object?> State() => new()
        {
            ["subscription_id"] = subscription,
            ["item_id"] = Id("i", item.Number),
            ["plan_id"] = dice.Maybe(Id("p", dice.Between(1, Plans + 1)), 0.1),
            ["quantity"] = dice.Pick<object?>(null, 1m, 1m, 2m, 5m, 2.5m, 0m),
            ["unit_amount"] = priced ? dice.Amount(400, dice.Pick(2, 2, 2, 6)) : null,
            ["currency"] = currency,
            ["interval"] = dice.Chance(0.9) ? interval : "year",
            ["interval_count"] = dice.Maybe(dice.Pick(1, 1, 2, 3), 0.3),
        };
        if (dice.Chance(0.95))
        {
            var row = State();
            row["is_metered"] = dice.Maybe(dice.Chance(0.06), 0.3);
            world.Add(FactTables.SubscriptionItem, row, deletedShare: 0.05);
        }

        var at = item.Started.AddDays(dice.Between(-5, 40));
        for (var events = dice.Pick(0, 0, 1, 2, 4); events > 0; events--)
        {
            var row = State();
            row["occurred_at"] = at;
            row["status"] = dice.Pick("active", "active", "past_due", "paused", "unpaid", null);
            row["discount_percent"] = dice.Pick<object?>(null, 0m, 0m, 12.5m, 100m);
            row["evidence"] = "source_event";
            world.Add(FactTables.SubscriptionEvent, row);
            at = at.AddHours(dice.Pick(1, 2, 30, 700, 2000));
        }
    }
}
