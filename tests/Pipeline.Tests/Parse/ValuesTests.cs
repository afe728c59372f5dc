using Pipeline.Parse;

namespace Pipeline.Tests.Parse;

/// <summary>Numbers, dates, currencies and identifiers, as whole files decide them.</summary>
public sealed class ValuesTests
{
    [Theory]
    [InlineData("1.50;2", "1.5")]
    [InlineData("1,50;x", "1.5")]
    [InlineData("1.234,56;x", "1234.56")]
    [InlineData("1,234.56;x", "1234.56")]
    [InlineData("1.234.567;x", "1234567")]
    public async Task Decimal_mark_is_decided_from_the_values(string row, string expected)
    {
        var outcome = await new Scenario(Declarations.Invoices).ReadAsync("id;amount\n1;" + row.Split(';')[0] + "\n");

        Assert.Equal(expected, outcome.Only["total"]);
    }

    [Fact]
    public async Task One_plain_value_decides_the_ambiguous_ones_of_its_file()
    {
        var outcome = await new Scenario(Declarations.Invoices).ReadAsync("id;amount\n1;1.247\n2;8651,95\n3;3.000\n");

        Assert.Equal(["1247", "8651.95", "3000"], outcome.Rows.Select(row => row["total"]));
    }

    [Fact]
    public async Task Ambiguous_numbers_are_refused_and_a_setting_answers()
    {
        const string Text = "id;amount\n1;1.247\n2;3.000\n";
        var refused = await new Scenario(Declarations.Invoices).ReadAsync(Text);
        var settings = new ParseSettings().Sources.Add("test-invoices", new() { Numbers = NumberLocale.Comma });
        var answered = await new Scenario(Declarations.Invoices) { Settings = new() { Sources = settings } }.ReadAsync(Text);

        Assert.Equal("ambiguous_numbers", refused.Refused!.Code);
        Assert.Contains("sources.test-invoices.number_locale", refused.Refused.Sentence, StringComparison.Ordinal);
        Assert.Equal("1247", answered.Rows[0]["total"]);
    }

    [Fact]
    public async Task Header_language_decides_what_values_leave_open()
    {
        var source = Declarations.Invoices with { LocaleHints = [new(["Betrag"], NumberLocale.Comma, DateOrder.DayFirst)] };
        var outcome = await new Scenario(source).ReadAsync("Nummer;Betrag\n1;1.247\n");

        Assert.Equal("1247", outcome.Only["total"]);
    }

    [Fact]
    public async Task Number_of_another_locale_than_the_file_has_is_rejected()
    {
        var outcome = await new Scenario(Declarations.Invoices).ReadAsync("id;amount\n1;1.50\n2;1,50\n3;2.50\n" + string.Concat(Enumerable.Range(4, 40).Select(i => $"{i};1.50\n")));

        var rejection = Assert.Single(outcome.Rejections);
        Assert.Equal(("not_a_number", 2, "amount", "1,50"), (rejection.Rule, rejection.RowNumber, rejection.Column, rejection.Value));
    }

    [Theory]
    [InlineData("02/03/2026", "25/03/2026", "2026-03-02")]
    [InlineData("02/03/2026", "03/25/2026", "2026-02-03")]
    [InlineData("02.03.2026", "04.03.2026", "2026-03-02")]
    public async Task Date_order_is_decided_from_the_values(string first, string second, string expected)
    {
        var outcome = await new Scenario(Declarations.Invoices).ReadAsync($"id,amount,day\n1,1.50,{first}\n2,1.50,{second}\n");

        Assert.Equal(expected, outcome.Rows[0]["issued_date"]);
    }

    [Fact]
    public async Task Ambiguous_dates_are_refused_and_a_setting_answers()
    {
        const string Text = "id,amount,day\n1,1.50,09/01/2026\n";
        var refused = await new Scenario(Declarations.Invoices).ReadAsync(Text);
        var sources = new ParseSettings().Sources.Add("test", new() { Dates = DateOrder.DayFirst });
        var answered = await new Scenario(Declarations.Invoices) { Settings = new() { Sources = sources } }.ReadAsync(Text);

        Assert.Equal("ambiguous_dates", refused.Refused!.Code);
        Assert.Equal("2026-01-09", answered.Only["issued_date"]);
    }

    [Fact]
    public async Task Bare_date_starts_in_the_reporting_zone()
    {
        var settings = new ParseSettings { ReportingZone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York") };
        var outcome = await new Scenario(Declarations.Invoices) { Settings = settings }.ReadAsync("id,amount,paid at\n1,1.50,2026-07-01\n2,1.50,2026-07-01T00:30:00+02:00\n3,1.50,2026-07-01 09:14\n");

        Assert.Equal(["2026-07-01T04:00:00Z", "2026-06-30T22:30:00Z", "2026-07-01T09:14:00Z"], outcome.Rows.Select(row => row["paid_at"]));
    }

    [Fact]
    public async Task Currency_is_the_cells_then_the_headers_then_assumed()
    {
        var own = await new Scenario(Declarations.Invoices).ReadAsync("id,amount,currency\n1,1.50,eur\n2,1.50,\n");
        var header = await new Scenario(Declarations.Invoices).ReadAsync("id,Amount (INR)\n1,1.50\n");

        Assert.Equal(["EUR", "USD"], own.Rows.Select(row => row["currency"]));
        Assert.Equal(["false", "true"], own.Rows.Select(row => row["currency_assumed"]));
        Assert.Equal(1, own.Report!.Warnings["currency_assumed"]);
        Assert.Equal(("INR", "false"), (header.Only["currency"], header.Only["currency_assumed"]));
    }

    [Fact]
    public async Task Strict_currency_rejects_rows_that_name_none()
    {
        var outcome = await new Scenario(Declarations.Invoices) { Settings = new() { StrictCurrency = true } }.ReadAsync("id,amount,currency\n1,1.50,EUR\n2,1.50,\n3,1.50,Taler\n");

        Assert.Single(outcome.Rows);
        Assert.Equal(["currency_unknown", "unknown_currency"], outcome.Rejections.Select(rejection => rejection.Rule));
    }

    [Theory]
    [InlineData("USD", "5")]
    [InlineData("JPY", "500")]
    [InlineData("KWD", "0.5")]
    [InlineData("CLF", "0.05")]
    public async Task Minor_units_follow_the_currency(string currency, string expected)
    {
        var outcome = await new Scenario(Declarations.MinorUnits).ReadAsync($"id,amount,currency\n1,500,{currency}\n");

        Assert.Equal(expected, outcome.Only["total"]);
    }

    [Theory]
    [InlineData("ISK", "5")]
    [InlineData("MGA", "500")]
    public async Task Stripe_counts_some_minor_units_in_its_own_way(string currency, string expected)
    {
        var outcome = await new Scenario(Declarations.MinorUnits with { System = "stripe" }).ReadAsync($"id,amount,currency\n1,500,{currency}\n");

        Assert.Equal(expected, outcome.Only["total"]);
    }

    [Fact]
    public async Task Null_tokens_are_blank_and_never_zero()
    {
        var outcome = await new Scenario(Declarations.Invoices).ReadAsync("id,amount,text,paid at\n1,1.50, --,—\n2,1.50,N/A,-\n3, --,x,\n");

        Assert.All(outcome.Rows, row => Assert.False(row.ContainsKey("description") || row.ContainsKey("paid_at")));
        Assert.Equal(("missing_value", 3), (outcome.Rejections[0].Rule, outcome.Rejections[0].RowNumber));
    }

    [Fact]
    public async Task Identifier_that_a_spreadsheet_rounded_is_rejected()
    {
        var outcome = await new Scenario(Declarations.Invoices).ReadAsync("id,amount\n1.2021E+17,1.50\n00E5,1.50\n");

        Assert.Equal("identifier_destroyed", Assert.Single(outcome.Rejections).Rule);
        Assert.Equal("00E5", outcome.Only["invoice_id"]);
    }

    [Fact]
    public async Task Watermark_is_taken_from_the_name_then_the_preamble_then_the_columns_then_the_file()
    {
        var source = Declarations.Invoices with { Watermark = ["paid at"] };
        const string Text = "id,amount,paid at\n1,1.50,2026-03-01T10:00:00Z\n2,1.50,2026-02-01T10:00:00Z\n";
        var named = await new Scenario(source) { Name = "report-2026-05-06-07-08-09.csv" }.ReadAsync(Text);
        var told = await new Scenario(source).ReadAsync("Date Generated: 2026-04-05 06:07\n" + Text);
        var seen = await new Scenario(source).ReadAsync(Text);
        var file = await new Scenario(Declarations.Invoices).ReadAsync(Text);

        Assert.Equal("2026-05-06T07:08:09Z", named.Rows[0]["snapshot_at"]);
        Assert.Equal("2026-04-05T06:07:00Z", told.Rows[0]["snapshot_at"]);
        Assert.Equal("2026-03-01T10:00:00Z", seen.Rows[0]["snapshot_at"]);
        Assert.Equal("2026-01-02T03:04:05Z", file.Rows[0]["snapshot_at"]);
    }

    [Fact]
    public async Task Envelope_says_whence_a_row_came()
    {
        var outcome = await new Scenario(Declarations.Invoices with { Account = ["portal"] }).ReadAsync("id,amount,portal\n1,1.50,p7\n2,1.50,\n");

        Assert.Equal(["p7", "default"], outcome.Rows.Select(row => row["source_account_id"]));
        Assert.Equal(["1", "2"], outcome.Rows.Select(row => row["row_number"]));
        Assert.Equal(("test", "invoice", "csv", "aaaaaaaaaaaaaaaa", "false"), (outcome.Rows[0]["source_system"], outcome.Rows[0]["source_object"], outcome.Rows[0]["source_format"], outcome.Rows[0]["file_id"], outcome.Rows[0]["is_deleted"]));
    }
}
