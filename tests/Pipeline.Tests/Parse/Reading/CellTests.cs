using System.Globalization;
using System.Text;
using Pipeline.Parse;
using Pipeline.Parse.Reading;

namespace Pipeline.Tests.Parse.Reading;

public sealed class CellTests
{
    [Theory]
    [InlineData("116.00", "116")]
    [InlineData("-0.5", "-0.5")]
    [InlineData(".5", "0.5")]
    [InlineData("US$1.92", "1.92")]
    [InlineData("12.50 €", "12.5")]
    [InlineData("$(250.00)", "-250")]
    [InlineData("(420.81)", "-420.81")]
    [InlineData("($1,000.00)", "-1000")]
    [InlineData("$7,450,000.00", "7450000")]
    [InlineData("1,00,000", "100000")]
    [InlineData("58.8k", "58800")]
    [InlineData("1.2M", "1200000")]
    [InlineData("10.34%", "0.1034")]
    [InlineData("1'234.5", "1234.5")]
    [InlineData("1 234.5", "1234.5")]
    [InlineData("- 12", "-12")]
    [InlineData("12-", "-12")]
    [InlineData("5E-05", "0.00005")]
    [InlineData("EUR 3.10", "3.1")]
    public void Number_is_read_without_what_people_put_around_it(string text, string expected)
    {
        var outcome = NumberCell.Read(Encoding.UTF8.GetBytes(text), NumberLocale.Point, 6, 0, out var value);

        Assert.Equal(NumberOutcome.Exact, outcome);
        Assert.Equal(decimal.Parse(expected, CultureInfo.InvariantCulture), value / 1_000_000m);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("1,23")]
    [InlineData("1.2.3")]
    [InlineData("12 apples")]
    [InlineData("1.2B")]
    [InlineData("--1x")]
    [InlineData("1,2345")]
    [InlineData("()")]
    public void What_is_no_number_stays_none(string text) =>
        Assert.Equal(NumberOutcome.NotANumber, NumberCell.Read(Encoding.UTF8.GetBytes(text), NumberLocale.Point, 6, 0, out _));

    [Fact]
    public void Number_beyond_eighteen_digits_is_out_of_range_and_more_decimals_are_rounded()
    {
        Assert.Equal(NumberOutcome.OutOfRange, NumberCell.Read("1000000000000"u8, NumberLocale.Point, 6, 0, out _));
        Assert.Equal(NumberOutcome.Exact, NumberCell.Read("999999999999.999999"u8, NumberLocale.Point, 6, 0, out var largest));
        Assert.Equal(999_999_999_999_999_999, largest);
        Assert.Equal(NumberOutcome.Rounded, NumberCell.Read("0.30000000000000004"u8, NumberLocale.Point, 6, 0, out var rounded));
        Assert.Equal(300_000, rounded);
    }

    [Fact]
    public void Plain_numbers_equal_what_decimal_says()
    {
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var number = Math.Round((decimal)random.NextInt64(-1_000_000_000, 1_000_000_000) / random.Next(1, 1000), random.Next(0, 7));
            var text = number.ToString(CultureInfo.InvariantCulture);
            Assert.Equal(NumberOutcome.Exact, NumberCell.Read(Encoding.UTF8.GetBytes(text), NumberLocale.Point, 6, 0, out var value));
            Assert.True(number == value / 1_000_000m, text);
        }
    }

    [Theory]
    [InlineData("2026-02-28", "2026-02-28")]
    [InlineData("2024-02-29T23:59:59.999999Z", "2024-02-29 23:59:59.999999 +0")]
    [InlineData("2026-01-05 10:22", "2026-01-05 10:22:00 none")]
    [InlineData("2021-09-15 5:00:00", "2021-09-15 05:00:00 none")]
    [InlineData("2010-10-14T12:00:00.000Z-0300", "2010-10-14 12:00:00 -180")]
    [InlineData("2009-07-14 22:14:45+0800", "2009-07-14 22:14:45 +480")]
    [InlineData("07/15/2009 02:14:45+0800", "2009-07-15 02:14:45 +480")]
    [InlineData("3/15/2024 2:30 PM", "2024-03-15 14:30:00 none")]
    [InlineData("12/31/2024 12:05 AM", "2024-12-31 00:05:00 none")]
    [InlineData("2026/2/1", "2026-02-01")]
    [InlineData("20260723", "2026-07-23")]
    [InlineData("1234567890", "2009-02-13 23:31:30 +0")]
    [InlineData("1234567890123", "2009-02-13 23:31:30.123 +0")]
    [InlineData("45631", "2024-12-05")]
    [InlineData("45631.5", "2024-12-05 12:00:00 none")]
    [InlineData("2026-01-05Z", "2026-01-05")]
    public void Moment_is_read_in_every_form(string text, string expected)
    {
        Assert.Equal(MomentOutcome.Read, MomentCell.Read(Encoding.UTF8.GetBytes(text), DateOrder.MonthFirst, out var moment));
        var day = DateTime.UnixEpoch.AddDays(moment.Day);
        var shown = moment.HasTime
            ? day.AddTicks(moment.Micros * 10).ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture) + (moment.HasOffset ? moment.Offset.ToString(" +0; -0", CultureInfo.InvariantCulture) : " none")
            : day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Assert.Equal(expected, shown.Replace(" -0", " +0", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2026-02-29")]
    [InlineData("2026-13-01")]
    [InlineData("2026-00-01")]
    [InlineData("0000-00-00")]
    [InlineData("2026-1x-01")]
    [InlineData("2026-01-05 25:00")]
    [InlineData("yesterday")]
    [InlineData("13/13/2026")]
    [InlineData("123")]
    public void What_is_no_date_stays_none(string text) =>
        Assert.NotEqual(MomentOutcome.Read, MomentCell.Read(Encoding.UTF8.GetBytes(text), DateOrder.MonthFirst, out _));

    [Fact]
    public void Every_day_of_four_centuries_is_the_day_that_the_framework_counts()
    {
        for (var day = new DateTime(1899, 12, 31); day.Year < 2300; day = day.AddDays(1))
        {
            Assert.Equal(MomentOutcome.Read, MomentCell.Read(Encoding.ASCII.GetBytes(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), DateOrder.PerFile, out var moment));
            Assert.Equal((day - DateTime.UnixEpoch).Days, moment.Day);
        }
    }

    [Theory]
    [InlineData("00600000263E0A0", "00600000263E0A0AAK")]
    [InlineData("001x0000002lBtq", "001x0000002lBtqAAE")]
    public async Task Salesforce_identifier_is_widened_by_its_case(string narrow, string wide)
    {
        var source = Declarations.Invoices with { Outputs = [Declarations.Invoices.Outputs[0] with { Columns = [.. Declarations.Invoices.Outputs[0].Columns.Skip(1), Pipeline.Parse.Read.SalesforceId("invoice_id", "id")] }] };
        var outcome = await new Scenario(source).ReadAsync($"id,amount\n{narrow},1.50\n{wide},1.50\n");

        Assert.Equal(wide[..15], narrow);
        Assert.Equal(outcome.Rows[1]["invoice_id"], outcome.Rows[0]["invoice_id"]);
        Assert.Equal(wide, outcome.Rows[1]["invoice_id"]);
    }

    [Fact]
    public void Texts_are_the_same_coded_or_plain()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            var arena = new ColumnArena();
            var texts = Enumerable.Range(0, 2_000).Select(i => random.Next(10) == 0 ? null : new string('k', random.Next(20)) + random.Next(seed * 60 + 2)).ToArray();
            var builder = new TextColumnBuilder(arena, texts.Length);
            foreach (var text in texts)
            {
                if (text is null) { builder.AddNull(); }
                else { builder.Add(Encoding.UTF8.GetBytes(text)); }
            }

            var column = builder.Build();
            Assert.True(texts.Select((text, row) => text == (column.HasValue(row) ? column.Texts!.RowText(row) : null)).All(same => same), $"seed {seed}");
            Assert.Equal(seed == 0, column.Texts!.Codes is not null);
        }
    }
}
