using System.Collections.Immutable;
using System.Globalization;
using static Pipeline.App.Demo.DemoFormat;

namespace Pipeline.App.Demo;

/// <summary>Reports of the ad platforms, as their pages export them in three languages.</summary>
internal static class AdFiles
{
    public static IEnumerable<DemoFile> Write(DemoCompany company)
    {
        var byAccount = company.Spend.ToLookup(row => row.Account);
        var google = byAccount[SpendSimulation.Google].ToImmutableArray();
        yield return new("google_ads/Campaign report.csv", DemoCalendar.Now, Google(google, DemoCalendar.FirstDay, DemoCalendar.LastDay));

        // An older report of one month, from before Google corrected it: the newer one must win although both lie there.
        var march = new DateOnly(2026, 3, 1);
        var early = google.Where(row => row.Day >= march && row.Day < march.AddMonths(1)).Select(row => row with { Cost = row.Cost * 97 / 100 }).ToImmutableArray();
        yield return new("google_ads/Campaign report (1).csv", DemoCalendar.LateExport, Google(early, march, march.AddMonths(1).AddDays(-1)));
        yield return new("meta_ads/Harbor-Desk-US-Campaigns-Jul-1-2023-Jun-30-2026.csv", DemoCalendar.Now, MetaFiles.English([.. byAccount[SpendSimulation.MetaAmerica]]));
        yield return new("meta_ads/Harbor-Desk-España-Campañas-1-ene-2025-30-jun-2026.csv", DemoCalendar.Now, MetaFiles.Spanish([.. byAccount[SpendSimulation.MetaSpain]]));
        yield return new("meta_ads/Harbor-Desk-台灣-行銷活動-2025-10-01-2026-06-30.csv", DemoCalendar.Now, MetaFiles.TraditionalChinese([.. byAccount[SpendSimulation.MetaTaiwan]]));
    }

    private static byte[] Google(ImmutableArray<DemoSpend> rows, DateOnly from, DateOnly to)
    {
        var text = new CsvText();
        text.Line("Campaign report");
        text.Line($"\"{Long(from)} - {Long(to)}\"");
        text.Row("Campaign status", "Campaign", "Campaign ID", "Day", "Currency code", "Impr.", "Clicks", "CTR", "Avg. CPC", "Cost", "Conversions");
        foreach (var row in rows)
        {
            text.Row("Enabled", row.Campaign, row.CampaignId, Day(row.Day), "USD", Grouped(row.Impressions), Grouped(row.Clicks), Percent(row.Clicks, row.Impressions), row.Clicks == 0 ? " --" : Money(row.Cost / row.Clicks), GroupedMoney(row.Cost), Whole(row.Conversions) + ".00");
        }

        foreach (var name in (ReadOnlySpan<string>)["Total: Campaigns", "Total: Account"])
        {
            text.Row(name, " --", " --", " --", "USD", Grouped(rows.Sum(row => (long)row.Impressions)), Grouped(rows.Sum(row => (long)row.Clicks)), " --", " --", GroupedMoney(rows.Sum(row => row.Cost)), Whole(rows.Sum(row => row.Conversions)) + ".00");
        }

        return text.Bytes();
    }

    private static string Long(DateOnly day) => day.ToString("MMMM d, yyyy", CultureInfo.InvariantCulture);

    private static string Percent(int part, int whole)
    {
        var hundredths = whole == 0 ? 0 : part * 10_000L / whole;
        return Money(hundredths) + "%";
    }
}

/// <summary>Meta Ads Manager in English, Spanish (decimal comma) and Traditional Chinese. Each begins or ends with a total that must not be added.</summary>
internal static class MetaFiles
{
    public static byte[] English(ImmutableArray<DemoSpend> rows)
    {
        var text = new CsvText();
        text.Row("Reporting starts", "Reporting ends", "Account ID", "Account name", "Campaign name", "Campaign ID", "Day", "Amount spent (USD)", "Impressions", "Link clicks", "Results", "Result indicator", "Campaign delivery", "Attribution setting");
        var (from, to) = (Day(rows[0].Account.Start), Day(DemoCalendar.LastDay));
        text.Row(from, to, "", "", "", "", "", Money(rows.Sum(row => row.Cost)), Whole(rows.Sum(row => (long)row.Impressions)), Whole(rows.Sum(row => (long)row.Clicks)), Whole(rows.Sum(row => row.Conversions)), "", "", "");
        foreach (var row in rows)
        {
            text.Row(from, to, row.Account.Id, row.Account.Name, row.Campaign, row.CampaignId, Day(row.Day), row.Cost == 0 ? "" : Money(row.Cost), Whole(row.Impressions), Whole(row.Clicks), Whole(row.Conversions), "actions:lead", "active", "7-day click or 1-day view");
        }

        return text.Bytes(withMark: true);
    }

    public static byte[] Spanish(ImmutableArray<DemoSpend> rows)
    {
        var text = new CsvText(newLine: "\r\n");
        text.Row("Inicio del informe", "Fin del informe", "Identificador de la cuenta", "Nombre de la cuenta", "Nombre de la campaña", "Identificador de la campaña", "Día", "Importe gastado (EUR)", "Impresiones", "Clics en el enlace", "Resultados", "Entrega de la campaña");
        var (from, to) = (Day(rows[0].Account.Start), Day(DemoCalendar.LastDay));
        foreach (var row in rows)
        {
            text.Row(from, to, row.Account.Id, row.Account.Name, row.Campaign, row.CampaignId, Day(row.Day), MoneyWithComma(row.Cost), Whole(row.Impressions), Whole(row.Clicks), Whole(row.Conversions), "active");
        }

        text.Row(from, to, "", "", "Resultados totales", "", "", MoneyWithComma(rows.Sum(row => row.Cost)), Whole(rows.Sum(row => (long)row.Impressions)), Whole(rows.Sum(row => (long)row.Clicks)), Whole(rows.Sum(row => row.Conversions)), "");
        return text.Bytes(withMark: true);
    }

    public static byte[] TraditionalChinese(ImmutableArray<DemoSpend> rows)
    {
        var text = new CsvText();
        text.Row("分析報告開始", "分析報告結束", "帳號編號", "帳號名稱", "行銷活動名稱", "行銷活動編號", "天數", "花費金額 (TWD)", "曝光次數", "連結點擊次數", "點擊次數（全部）", "成果", "行銷活動投遞");
        var (from, to) = (Slashed(rows[0].Account.Start), Slashed(DemoCalendar.LastDay));
        text.Row(from, to, "", "", "", "", "", Money(rows.Sum(row => row.Cost)), Whole(rows.Sum(row => (long)row.Impressions)), Whole(rows.Sum(row => (long)row.Clicks)), "", "", "");
        foreach (var row in rows)
        {
            text.Row(from, to, row.Account.Id, row.Account.Name, row.Campaign, row.CampaignId, Slashed(row.Day), Money(row.Cost), Whole(row.Impressions), Whole(row.Clicks), Whole(row.Clicks + 3), Whole(row.Conversions), "active");
        }

        return text.Bytes(withMark: true);
    }

    private static string Slashed(DateOnly day) => day.ToString("yyyy'/'M'/'d", CultureInfo.InvariantCulture);
}
