using static Pipeline.App.Demo.DemoFormat;

namespace Pipeline.App.Demo;

/// <summary>The generic CSVs that a finance team writes. Three of them have one row that cannot be used.</summary>
internal static class FinanceFiles
{
    private const string Folder = "finance/";

    public static IEnumerable<DemoFile> Write(DemoCompany company)
    {
        yield return File("fx_rates.csv", Rates(company));
        yield return File("ledger.csv", Ledger(company));
        yield return File("quotas.csv", Quotas(company));
        yield return File("manual_costs.csv", ManualCosts(company));
    }

    private static DemoFile File(string name, CsvText text) => new(Folder + name, DemoCalendar.Now, text.Bytes());

    private static CsvText Rates(DemoCompany company)
    {
        var text = new CsvText();
        text.Row("date", "from", "to", "rate");
        foreach (var rate in company.Rates) { text.Row(Day(rate.Date), rate.Currency, "USD", FormattableString.Invariant($"{rate.Millionths / 1_000_000}.{rate.Millionths % 1_000_000:000000}")); }
        return text;
    }

    private static CsvText Ledger(DemoCompany company)
    {
        var text = new CsvText();
        text.Row("entry_id", "line", "date", "account_code", "account_name", "debit", "credit", "currency", "memo");
        foreach (var line in company.Ledger)
        {
            text.Row(line.EntryId, Whole(line.Line), Day(line.Date), line.Code, line.Account, line.Credit < 0 ? Money(-line.Credit) : "", line.Credit < 0 ? "" : Money(line.Credit), "USD", line.Memo);
        }

        text.Row("JE-900-1", "1", "2026-02-30", "7010", "Interest Earned", "", "12.00", "USD", "A day that does not exist");
        return text;
    }

    private static CsvText Quotas(DemoCompany company)
    {
        var text = new CsvText();
        text.Row("owner_id", "metric", "period_start", "period_end", "target", "currency");
        foreach (var quota in company.Quotas) { text.Row(quota.OwnerId, "bookings", Day(quota.Start), Day(quota.End), Whole(quota.Target), "USD"); }
        text.Row(company.Quotas[0].OwnerId, "bookings", "2026-07-01", "2026-13-01", "190000", "USD");
        return text;
    }

    private static CsvText ManualCosts(DemoCompany company)
    {
        var text = new CsvText();
        text.Row("date", "channel", "cost_type", "amount", "currency", "description");
        foreach (var cost in company.ManualCosts) { text.Row(Day(cost.Date), cost.Channel, cost.CostType, Money(cost.Amount), "USD", cost.Description); }
        text.Row("2026-06-30", "all", "tools", "12O0.00", "USD", "A letter O in the amount");
        return text;
    }
}
