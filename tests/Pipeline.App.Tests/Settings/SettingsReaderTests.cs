using System.Text;
using Pipeline.App.Settings;
using Pipeline.Model;
using Pipeline.Parse;

namespace Pipeline.App.Tests.Settings;

public sealed class SettingsReaderTests
{
    [Fact]
    public void Empty_file_means_the_defaults()
    {
        var settings = Read("{}");

        Assert.Equal("USD", settings.Metrics.ReportingCurrency);
        Assert.Equal(TimeZoneInfo.Utc.Id, settings.Metrics.ReportingTimeZone.Id);
        Assert.Equal(0.8m, settings.Metrics.GrossMargin);
        Assert.Equal(AcquiredBy.Auto, settings.Metrics.AcquiredBy);
        Assert.Equal(new MetricSettings().Channels, settings.Metrics.Channels);
        Assert.Equal(new MetricSettings().PaidChannels, settings.Metrics.PaidChannels);
        Assert.Equal(DefaultLabels.Stages.OrderBy(pair => pair.Key, StringComparer.Ordinal), settings.Parse.Stages.OrderBy(pair => pair.Key, StringComparer.Ordinal));
        Assert.Equal(DefaultLabels.LedgerAccounts, settings.Parse.LedgerAccounts);
        Assert.Equal(1, settings.FiscalYearStart);
        Assert.Null(settings.ConfiguredHashKey);
    }

    [Fact]
    public void Written_defaults_read_back_as_the_defaults()
    {
        var written = SettingsReader.Write(SettingsDefaults.File with { Schema = "./pipeline.schema.json" });

        Assert.Equal(LakeSettings.Default.ConfigHash, SettingsReader.Read(written).ConfigHash);
    }

    [Fact]
    public void Every_key_reaches_the_belt()
    {
        var settings = Read("""
            {
              // A comment, a trailing comma: people edit this file by hand.
              "reporting": { "currency": "EUR", "time_zone": "Europe/Madrid", "fiscal_year_start": 4 },
              "fx": { "policy": "current_rate" },
              "gross_margin": 0.7512,
              "customers": { "acquired_by": "invoice" },
              "cac": { "blended_costs": ["media"], "loaded_costs": ["media", "people"], "lag_days": 30 },
              "channels": { " Newsletter ": "email" },
              "paid_channels": ["email"],
              "stages": { "Firmado": "won", "Demo": "sql" },
              "lead_statuses": { "Fresh": "mql" },
              "ledger_accounts": [{ "pattern": "40*", "class": "sales" }],
              "currency": { "strict": true },
              "sources": { "meta_ads": { "currency": "TWD", "account": "tw", "date_order": "day_first", "number_locale": "comma", "time_zone": "Asia/Taipei", "full_snapshot": true } },
              "privacy": { "hash_key": "sixteen letters!" },
            }
            """);

        Assert.Equal("EUR", settings.Metrics.ReportingCurrency);
        Assert.Equal("EUR", settings.Parse.ReportingCurrency);
        Assert.Equal("Europe/Madrid", settings.Parse.ReportingZone.Id);
        Assert.Equal(4, settings.FiscalYearStart);
        Assert.Equal(FxPolicy.CurrentRate, settings.Metrics.FxPolicy);
        Assert.Equal(0.7512m, settings.Metrics.GrossMargin);
        Assert.Equal(AcquiredBy.Invoice, settings.Metrics.AcquiredBy);
        Assert.Equal(["media"], settings.Metrics.BlendedCosts);
        Assert.Equal(["media", "people"], settings.Metrics.LoadedCosts);
        Assert.Equal(30, settings.Metrics.AcquisitionLagDays);
        Assert.Equal("email", Assert.Single(settings.Metrics.Channels, pair => pair.Key == "newsletter").Value);
        Assert.Equal(["email"], settings.Metrics.PaidChannels);
        Assert.Equal("won", settings.Parse.Stages["firmado"]);
        Assert.Equal("open", settings.Parse.Stages["demo"]);
        Assert.Equal("mql", settings.Parse.LeadStatuses["fresh"]);
        Assert.Equal(new LedgerAccountRule("40*", "sales"), Assert.Single(settings.Parse.LedgerAccounts));
        Assert.True(settings.Parse.StrictCurrency);
        Assert.Equal(
            new SourceSettings { Currency = "TWD", Account = "tw", Dates = DateOrder.DayFirst, Numbers = NumberLocale.Comma, TimeZone = "Asia/Taipei", IsFullSnapshot = true },
            settings.Parse.Sources["meta_ads"]);
        Assert.Equal("sixteen letters!", settings.ConfiguredHashKey);
    }

    [Theory]
    [InlineData("""{"colour": 1}""", "'colour'", "known here: $schema, cac")]
    [InlineData("""{"cac": {"lag": 1}}""", "'cac.lag'", "known here: blended_costs, lag_days, loaded_costs")]
    [InlineData("""{"sources": {"stripe": {"curency": "EUR"}}}""", "'sources.stripe.curency'", "known here: account, currency, date_order")]
    [InlineData("""{"ledger_accounts": [{"pattern": "4*", "klass": "sales"}]}""", "'ledger_accounts[0].klass'", "known here: class, pattern")]
    [InlineData("""{"cac": {"lag_days": "soon"}}""", "'cac.lag_days'", "wrong type")]
    [InlineData("""{"gross_margin": 0.8, "gross_margin": 0.7}""", "'gross_margin'", "set twice")]
    [InlineData("""{"reporting": """, "not valid JSON", "pipeline init")]
    [InlineData("null", "holds null", "write an object")]
    [InlineData("""{"reporting": {"currency": "euro"}}""", "'reporting.currency' is \"euro\"", "ISO 4217")]
    [InlineData("""{"reporting": {"time_zone": "Madrid"}}""", "'reporting.time_zone' is \"Madrid\"", "IANA")]
    [InlineData("""{"reporting": {"fiscal_year_start": 13}}""", "'reporting.fiscal_year_start' is \"13\"", "from 1 to 12")]
    [InlineData("""{"gross_margin": 80}""", "'gross_margin' is \"80\"", "from 0 to 1")]
    [InlineData("""{"gross_margin": 0.12345}""", "'gross_margin' is \"0.12345\"", "four decimals")]
    [InlineData("""{"fx": {"policy": "spot"}}""", "'fx.policy' is \"spot\"", "current_rate, service_period_start")]
    [InlineData("""{"cac": {"blended_costs": ["media", "cars"]}}""", "'cac.blended_costs[1]' is \"cars\"", "events, fees, media")]
    [InlineData("""{"channels": {"web": "Organic Search"}}""", "'channels.web' is \"Organic Search\"", "a-z, 0-9 and _")]
    [InlineData("""{"stages": {"Won!": "victory"}}""", "'stages.Won!' is \"victory\"", "use one of lead, lost")]
    [InlineData("""{"stages": {"Won": "won", "won ": "lost"}}""", "'stages.won '", "keep one")]
    [InlineData("""{"sources": {"stripe": {"date_order": "american"}}}""", "'sources.stripe.date_order' is \"american\"", "month_first")]
    public void Impossible_setting_is_refused_with_its_path_and_the_way_out(string json, string path, string wayOut)
    {
        var refusal = Assert.Throws<SettingsException>(() => Read(json));

        Assert.StartsWith("pipeline.json: ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(path, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(wayOut, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_impossible_values_are_named_at_once()
    {
        var refusal = Assert.Throws<SettingsException>(() => Read("""{"gross_margin": 2, "fx": {"policy": "spot"}}"""));

        Assert.Equal(2, refusal.Message.Split('\n').Length);
    }

    [Fact]
    public void Short_hash_key_is_refused_without_showing_it()
    {
        var refusal = Assert.Throws<SettingsException>(() => Read("""{"privacy": {"hash_key": "swordfish"}}"""));

        Assert.DoesNotContain("swordfish", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hash_ignores_order_space_comments_spelled_out_defaults_and_the_hash_key()
    {
        var hash = Read("""{"gross_margin": 0.75, "cac": {"lag_days": 7}}""").ConfigHash;

        Assert.Equal(hash, Read("""{ "cac": {"lag_days": 7 /* a week */ }, "gross_margin": 0.7500, "fx": {}, "privacy": {"hash_key": "sixteen letters!"} }""").ConfigHash);
        Assert.NotEqual(hash, Read("""{"gross_margin": 0.76, "cac": {"lag_days": 7}}""").ConfigHash);
        Assert.Matches("^[0-9a-f]{64}$", hash);
    }

    [Fact]
    public void Byte_order_mark_is_accepted()
    {
        Assert.Equal(LakeSettings.Default.ConfigHash, SettingsReader.Read("\uFEFF{}"u8).ConfigHash);
    }

    private static LakeSettings Read(string json) => SettingsReader.Read(Encoding.UTF8.GetBytes(json));
}
