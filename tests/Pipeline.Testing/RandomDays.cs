using System.Globalization;
using System.Text;
using Pipeline.Land;

namespace Pipeline.Testing;

/// <summary>A company's exports day by day: new rows, earlier ones that changed, rows that come late, rates, and now and then all that there is.</summary>
public sealed class RandomDays(int seed)
{
    private static readonly DateTime Start = new(2026, 1, 1, 8, 0, 0, DateTimeKind.Utc);
    private readonly Random _random = new(seed);
    private int _day;
    private int _ids;

    /// <summary>The files of the next day.</summary>
    public LandingFile[] Next()
    {
        _day += _random.Next(1, 20);
        List<LandingFile> files = [Invoices(), Opportunities(), Leads()];
        if (_random.Next(2) == 0) { files.Add(Rates()); }
        files.Add(_random.Next(3) == 0 ? AllDeals() : Costs());
        return [.. files.Where(_ => _random.Next(5) != 0)];
    }

    private LandingFile Invoices() => FileOf("invoices", "id,Customer,Date (UTC),Total,Amount Due,Status,Currency,Number", 12, () =>
        $"in_{Id()},cus_{_random.Next(30)},{Moment(Recent())},{_random.Next(1, 900)}.{_random.Next(10, 99)},0,{Pick("paid", "paid", "open", "void", "uncollectible")},{Pick("usd", "eur", "jpy")},N{_ids}");

    private LandingFile Opportunities() => FileOf("opportunities", "Id,Name,StageName,CloseDate,IsClosed,IsWon,Amount,CreatedDate,OwnerId,LeadSource,SystemModstamp,IsDeleted", 12, () =>
    {
        var created = Recent();
        var (closed, won) = (_random.Next(2) == 0, _random.Next(2) == 0);
        return $"006{Id():d12},Deal,{(closed ? won ? "Closed Won" : "Closed Lost" : "Proposal")},{Date(created.AddDays(_random.Next(90)))},{closed},{closed && won},{_random.Next(10_000)},{Moment(created)},005{_random.Next(4):d12},{Pick("Web", "Paid Search", "")},{Moment(Start.AddDays(_day))},{_random.Next(12) == 0}";
    });

    private LandingFile Leads() => FileOf("leads", "Id,LastName,Status,IsConverted,ConvertedDate,ConvertedOpportunityId,CreatedDate,LeadSource,SystemModstamp,IsDeleted", 12, () =>
    {
        var isConverted = _random.Next(3) == 0;
        return $"00Q{Id():d12},X,Open,{isConverted},{(isConverted ? Date(Recent()) : "")},{(isConverted ? $"006{_random.Next(1, _ids + 20):d12}" : "")},{Moment(Recent())},{Pick("Web", "Event", "")},{Moment(Start.AddDays(_day))},{_random.Next(15) == 0}";
    });

    private LandingFile Rates() => FileOf("rates", "date,from,to,rate", 3, () => $"{Date(Recent())},{Pick("EUR", "JPY")},USD,{_random.Next(1, 3)}.{_random.Next(1000, 9999)}");

    private LandingFile Costs() => FileOf("costs", "date,channel,cost_type,amount,currency,description", 5, () =>
        $"{Date(Recent())},{Pick("google_ads", "agency")},{Pick("media", "fees")},{_random.Next(1, 1000)}.00,{Pick("USD", "EUR")},x");

    private LandingFile AllDeals() => FileOf("hubspot-crm-exports-all-deals", "Record ID,Deal Name,Pipeline,Deal Stage,Amount,Create Date,Close Date", 25, () =>
        $"{_random.Next(1, 60)},Deal,Sales Pipeline,{Pick("Discovery", "Closed Won")},{_random.Next(1, 9000)},{Moment(Recent())},{Moment(Recent())}");

    private LandingFile FileOf(string name, string header, int rows, Func<string> row)
    {
        var text = new StringBuilder(header).Append('\n');
        for (var i = _random.Next(1, rows); i > 0; i--) { text.Append(row()).Append('\n'); }
        var content = Encoding.UTF8.GetBytes(text.ToString());
        return new($"{name}-{Date(Start.AddDays(_day))}.csv", new DateTimeOffset(Start.AddDays(_day)), _ => Task.FromResult<Stream>(new MemoryStream(content, writable: false)));
    }

    /// <summary>A new id, or one that was given before.</summary>
    private int Id() => _random.Next(3) == 0 && _ids > 0 ? _random.Next(1, _ids + 1) : ++_ids;

    /// <summary>A day not long ago, or any.</summary>
    private DateTime Recent() => Start.AddDays(_random.Next(4) == 0 ? _random.Next(_day + 1) : Math.Max(0, _day - _random.Next(5)));

    private string Pick(params ReadOnlySpan<string> texts) => texts[_random.Next(texts.Length)];

    private static string Moment(DateTime at) => at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Date(DateTime at) => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
