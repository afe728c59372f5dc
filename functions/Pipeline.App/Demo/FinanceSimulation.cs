using System.Collections.Immutable;

namespace Pipeline.App.Demo;

/// <summary>A ledger line in cents: credit above zero, debit below.</summary>
internal sealed record LedgerLine(string EntryId, int Line, DateOnly Date, string Code, string Account, long Credit, string Memo);

/// <summary>A sales target in whole dollars for [<see cref="Start"/>, <see cref="End"/>).</summary>
internal sealed record DemoQuota(string OwnerId, DateOnly Start, DateOnly End, int Target);

/// <summary>A cost that no ad platform exports, in cents.</summary>
internal sealed record ManualCost(DateOnly Date, string Channel, string CostType, long Amount, string Description);

/// <summary>Amount in dollars = amount × <see cref="Millionths"/> ÷ 1,000,000.</summary>
internal sealed record DemoRate(DateOnly Date, string Currency, int Millionths);

/// <summary>Rates, the ledger, targets and costs entered by hand.</summary>
internal static class FinanceSimulation
{
    private const int QuotaPerQuarter = 180_000;

    public static ImmutableArray<DemoRate> Rates(DemoRandom random)
    {
        var fork = random.Fork("rates");
        var rates = ImmutableArray.CreateBuilder<DemoRate>();
        var (euro, taiwanDollar) = (1_085_000, 32_100);
        for (var day = DemoCalendar.FirstDay; day <= DemoCalendar.LastDay; day = day.AddDays(1))
        {
            // Central banks publish none at weekends: the last one stands. A pull to the middle keeps three years plausible.
            if (DemoCalendar.IsWeekend(day) && day != DemoCalendar.FirstDay) { continue; }
            euro += fork.Between(-4500, 4501) + ((1_090_000 - euro) / 60);
            taiwanDollar += fork.Between(-90, 91) + ((31_600 - taiwanDollar) / 60);
            rates.Add(new DemoRate(day, "EUR", euro));
            rates.Add(new DemoRate(day, "TWD", taiwanDollar));
        }

        return rates.ToImmutable();
    }

    public static ImmutableArray<LedgerLine> Ledger(DemoRandom random, int scale)
    {
        var fork = random.Fork("ledger");
        var lines = ImmutableArray.CreateBuilder<LedgerLine>();
        foreach (var (month, number) in Months())
        {
            var end = month.AddMonths(1).AddDays(-1);
            Post(lines, Entry(number, 1), end, "7010", "Interest Earned", fork.Between(80_000, 190_000) * (long)scale, "Interest on deposits");
            Post(lines, Entry(number, 2), end, "4000", "Subscription Sales", fork.Between(2_000_000, 9_000_000) * (long)scale, "Monthly sales posting");
            if (month.Month % 3 == 0)
            {
                Post(lines, Entry(number, 3), end, "4100", "Royalties - Partner Templates", fork.Between(150_000, 420_000) * (long)scale, "Quarterly royalty statement");
            }

            if (month.Month == 12) { Post(lines, Entry(number, 4), end, "7020", "Dividend Income", 310_000L * scale, "Yearly dividend"); }
        }

        return lines.ToImmutable();
    }

    public static ImmutableArray<DemoQuota> Quotas(int scale)
    {
        var quotas = ImmutableArray.CreateBuilder<DemoQuota>();
        for (var start = DemoCalendar.FirstDay; start <= DemoCalendar.LastDay; start = start.AddMonths(3))
        {
            foreach (var rep in FunnelSimulation.RepNumbers)
            {
                quotas.Add(new DemoQuota(FunnelSimulation.OwnerId(rep), start, start.AddMonths(3), (QuotaPerQuarter + (rep * 5000)) * scale));
            }
        }

        return quotas.ToImmutable();
    }

    public static ImmutableArray<ManualCost> ManualCosts(DemoRandom random, int scale)
    {
        var fork = random.Fork("costs");
        var costs = ImmutableArray.CreateBuilder<ManualCost>();
        foreach (var (month, number) in Months())
        {
            var end = month.AddMonths(1).AddDays(-1);
            costs.Add(new(end, "all", "people", (1_150_000L + (number * 21_000)) * scale, "Marketing and sales salaries"));
            costs.Add(new(end, "all", "tools", 184_000L * scale, "CRM and marketing tools"));
            costs.Add(new(end, "google_ads", "fees", fork.Between(90_000, 120_000) * (long)scale, "Agency, search"));
            costs.Add(new(end, "meta_ads", "fees", fork.Between(50_000, 70_000) * (long)scale, "Agency, social"));
            if (month.Month is 3 or 9) { costs.Add(new(month.AddDays(13), "event", "events", fork.Between(1_400_000, 2_600_000) * (long)scale, "Trade fair")); }
        }

        return costs.ToImmutable();
    }

    private static void Post(ImmutableArray<LedgerLine>.Builder lines, string entry, DateOnly date, string code, string account, long amount, string memo)
    {
        lines.Add(new LedgerLine(entry, 1, date, "1000", "Operating Bank", -amount, memo));
        lines.Add(new LedgerLine(entry, 2, date, code, account, amount, memo));
    }

    private static string Entry(int month, int entry) => FormattableString.Invariant($"JE-{month:000}-{entry}");

    private static IEnumerable<(DateOnly Month, int Number)> Months()
    {
        var number = 1;
        for (var month = DemoCalendar.FirstDay; month <= DemoCalendar.LastDay; month = month.AddMonths(1)) { yield return (month, number++); }
    }
}
