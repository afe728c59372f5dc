using System.Globalization;
using System.Text;
using Pipeline.Testing;

namespace Pipeline.Benchmarks;

/// <summary>A company that exports about 300 rows a day, or a multiple of it, in the yardstick's forms, for as many years as asked. The same days are the same rows, however long the history.</summary>
internal static class GrowingCompany
{
    /// <summary>The day that is new.</summary>
    public static DateOnly NewDay { get; } = new(2026, 1, 1);

    private const int Invoices = 150;
    private const int Leads = 70;
    private const int Deals = 30;
    private const int Costs = 30;

    /// <summary>Writes the exports of the years up to the second day before <see cref="NewDay"/>, one file for each kind.</summary>
    public static void WriteHistory(string folder, int years, int scale) => Write(folder, (NewDay.AddYears(-years), NewDay.AddDays(-2)), scale);

    /// <summary>Writes the exports of some days before <see cref="NewDay"/>.</summary>
    public static void WriteDays(string folder, int days) => Write(folder, (NewDay.AddDays(-days), NewDay.AddDays(-1)), scale: 1);

    /// <summary>Writes the exports of one day: its new rows, and twenty earlier deals that closed on it.</summary>
    public static void WriteDay(string folder, DateOnly day, int scale)
    {
        Write(folder, (day, day), scale);
        var deals = new StringBuilder();
        for (var i = 0; i < 20; i++) { Deal(deals, (day.AddDays(-10 - i), i), day, scale); }
        File.AppendAllText(Path.Combine(folder, "opportunities.csv"), deals.ToString());
        Date(folder, day);
    }

    /// <summary>Writes one late invoice of a day a year before <see cref="NewDay"/>.</summary>
    public static void WriteLateRow(string folder, int scale)
    {
        Directory.CreateDirectory(folder);
        var text = new StringBuilder(InvoiceHeader);
        Invoice(text, (NewDay.AddYears(-1), Invoices * scale), scale);
        File.WriteAllText(Path.Combine(folder, "invoices.csv"), text.ToString());
        Date(folder, NewDay);
    }

    private const string InvoiceHeader = "invoice_id,customer_id,subscription_id,invoice_date,amount,currency,status,plan,description\n";

    private static void Write(string folder, (DateOnly First, DateOnly Last) days, int scale)
    {
        Directory.CreateDirectory(folder);
        StringBuilder invoices = new(InvoiceHeader), leads = new("id,created_at,company,email,source,status,country,score,converted_opportunity_id\n");
        StringBuilder deals = new("id,account_id,owner_id,created_at,close_date,stage,amount,is_won,lead_source,name\n"), costs = new("date,channel,campaign,impressions,clicks,cost\n");
        for (var day = days.First; day <= days.Last; day = day.AddDays(1))
        {
            for (var i = 0; i < Invoices * scale; i++) { Invoice(invoices, (day, i), scale); }
            for (var i = 0; i < Leads * scale; i++) { Lead(leads, (day, i), scale); }
            for (var i = 0; i < Deals * scale; i++)
            {
                var closing = day.AddDays(45 + (i % Deals * 2));
                Deal(deals, (day, i), closing <= days.Last ? closing : null, scale);
            }

            for (var i = 0; i < Costs; i++) { Line(costs, $"{Iso(day)},{Channels[i % Channels.Length]},cmp_{i},{1000 + i},{10 + i},{100 + i}.{day.Day:00}"); }
        }

        File.WriteAllText(Path.Combine(folder, "invoices.csv"), invoices.ToString());
        File.WriteAllText(Path.Combine(folder, "leads.csv"), leads.ToString());
        File.WriteAllText(Path.Combine(folder, "opportunities.csv"), deals.ToString());
        File.WriteAllText(Path.Combine(folder, "ad_spend.csv"), costs.ToString());
        File.Copy(Path.Combine(Oracles.Root, "tests", "Pipeline.Benchmarks", "yardstick", "fx_rates.csv"), Path.Combine(folder, "fx_rates.csv"), overwrite: true);
        Date(folder, days.Last);
    }

    /// <summary>Gives exports the time of their last day. Of two rows of a deal the one in the later file counts, whichever was written first here.</summary>
    private static void Date(string folder, DateOnly last)
    {
        foreach (var file in Directory.EnumerateFiles(folder)) { File.SetLastWriteTimeUtc(file, last.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc)); }
    }

    private static readonly string[] Channels = ["google", "meta", "linkedin", "bing", "reddit"];
    private static readonly string[] Sources = ["Paid Search", "Referral", "Event", "Outbound", "Organic"];

    // Customers come with the years: each day brings ten new ones, who are billed for three years.
    private static void Invoice(StringBuilder text, (DateOnly Day, int Number) of, int scale)
    {
        var (day, i) = of;
        var customer = Math.Max((day.DayNumber * 10 * scale) - ((i * 7919) % (10_950 * scale)), 0);
        Line(text, $"INV-{day.DayNumber:000000}{i:0000},cus_{customer:00000000},sub_{customer:00000000},{Iso(day)},{20 + (i % 90)}.00,{(i % 10 == 0 ? "EUR" : "USD")},{(i % 12 == 0 ? "open" : "paid")},plan-{i % 5},Service {day:yyyy-MM}");
    }

    private static void Lead(StringBuilder text, (DateOnly Day, int Number) of, int scale)
    {
        var (day, i) = of;
        Line(text, $"00Q{day.DayNumber:000000}{i:0000},{Iso(day)}T08:{i % 60:00}:00Z,Company {i},user{day.DayNumber}x{i}@c{i}.example.com,{Sources[i % Sources.Length]},{(i < 20 * scale ? "Converted" : "Open")},DE,{i},{(i < 20 * scale ? DealId(day, i) : "")}");
    }

    private static void Deal(StringBuilder text, (DateOnly Day, int Number) of, DateOnly? closed, int scale)
    {
        var (day, i) = of;
        Line(text, $"{DealId(day, i)},001{(day.DayNumber * 10 * scale) + i:00000000},0050000{i % 20:00},{Iso(day)}T10:00:00Z,{Iso(closed ?? day.AddDays(60))},{(closed is null ? "Proposal" : i % 3 == 0 ? "Closed Won" : "Closed Lost")},{1000 + (i % Deals * 37)}.00,{(closed is not null && i % 3 == 0 ? "true" : "false")},{Sources[i % Sources.Length]},Deal {i}");
    }

    private static string DealId(DateOnly day, int i) => string.Create(CultureInfo.InvariantCulture, $"006{day.DayNumber:000000}{i:0000}");

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
