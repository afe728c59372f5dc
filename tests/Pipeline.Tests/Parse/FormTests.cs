using System.Text;
using Pipeline.Parse;

namespace Pipeline.Tests.Parse;

/// <summary>Encodings, delimiters, headers, preambles, totals: what a file looks like before its values count.</summary>
public sealed class FormTests
{
    private const string Text = "id,amount,text\n1,2.50,ñandú ☕\n";

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    [InlineData("utf-32BE")]
    public async Task Byte_order_mark_decides_the_encoding(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        var outcome = await new Scenario(Declarations.Invoices).ReadAsync([.. encoding.GetPreamble(), .. encoding.GetBytes(Text)]);

        Assert.Equal("ñandú ☕", outcome.Only["description"]);
        Assert.Equal("2.5", outcome.Only["total"]);
    }

    [Fact]
    public async Task Text_that_is_not_utf8_is_windows_1252()
    {
        var western = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
        var outcome = await new Scenario(Declarations.Invoices).ReadAsync(western.GetBytes("id,amount,text\n1,2.50,Negociación €\n"));

        Assert.Equal("Negociación €", outcome.Only["description"]);
    }

    [Fact]
    public async Task Western_letters_far_behind_an_ascii_head_are_found()
    {
        var western = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
        var rows = string.Concat(Enumerable.Range(0, 3_000).Select(i => $"{i},1.50,plain\n"));
        var scenario = new Scenario(Declarations.Invoices) { Options = new() { HeadBytes = 1024 } };
        var outcome = await scenario.ReadAsync(western.GetBytes("id,amount,text\n" + rows + "last,1.50,Peña\n"));

        Assert.Equal("Peña", outcome.Rows[^1]["description"]);
        Assert.Empty(outcome.Rejections);
    }

    [Theory]
    [InlineData(new byte[] { 0xFE, 0xFF, 0, 0 })]
    [InlineData(new byte[] { 0xFE, 0xFF })]
    [InlineData(new byte[] { 0xFF, 0xFE, 0, 0 })]
    public async Task Byte_order_mark_that_lies_is_refused(byte[] mark)
    {
        var bytes = mark.Length == 4 && mark[0] == 0xFF ? Encoding.UTF8.GetBytes(Text) : new UTF32Encoding(bigEndian: true, byteOrderMark: false).GetBytes(Text);
        var outcome = await new Scenario(Declarations.Invoices).ReadAsync([.. mark, .. bytes]);

        Assert.Equal("wrong_encoding", outcome.Refused!.Code);
    }

    [Theory]
    [InlineData(';')]
    [InlineData('\t')]
    [InlineData('|')]
    public async Task Delimiter_is_found_on_the_header(char delimiter)
    {
        var outcome = await new Scenario(Declarations.Invoices).ReadAsync($"A title, with a comma\nid{delimiter}amount{delimiter}text\r\n1{delimiter}2.50{delimiter}a, b\r\n");

        Assert.Equal("a, b", outcome.Only["description"]);
    }

    [Fact]
    public async Task Header_names_match_without_case_space_marks_and_curly_quotes()
    {
        var source = Declarations.Invoices with { Signature = new() { All = [["ID \"x\""], ["amount"]] }, Outputs = [Declarations.Invoices.Outputs[0] with { Columns = [.. Declarations.Invoices.Outputs[0].Columns.Skip(1), Read.Id("invoice_id", "Id \"X\"")] }] };
        var outcome = await new Scenario(source).ReadAsync("\uFEFF  id  “X” ,AMOUNT\n7,1.50\n");

        Assert.Equal("7", outcome.Only["invoice_id"]);
    }

    [Fact]
    public async Task Of_two_columns_with_one_name_the_first_is_read_and_the_other_reported()
    {
        var outcome = await new Scenario(Declarations.Invoices).ReadAsync("id,amount,Amount\n7,1.50,9\n");

        Assert.Equal("1.5", outcome.Only["total"]);
        Assert.Equal(1, outcome.Report!.Warnings["duplicate_column"]);
    }

    [Fact]
    public async Task Preamble_total_rows_and_range_of_a_google_report_are_understood()
    {
        var outcome = await new Scenario(Declarations.Spend).ReadAsync(
            "Campaign report\n\"July 8, 2025 - July 31, 2025\"\nDay,Campaign,Currency code,Impr.,Clicks,Cost\n"
            + "2025-07-09,Brand,EUR,\"1,200\", --,10.50\n2025-07-10,Brand,EUR,800,3,9.50\nTotal: Campaigns, --, --,\"2,000\",3,20.00\nTotal: Account, --, --,\"2,000\",3,21.00\n");

        Assert.Null(outcome.Refused);
        Assert.Equal(2, outcome.Rows.Length);
        Assert.Equal("1200", outcome.Rows[0]["impressions"]);
        Assert.False(outcome.Rows[0].ContainsKey("clicks"));
        Assert.Equal(2, outcome.Counts.Excluded["total_row"]);
        Assert.Equal("[2025-07-08, 2025-08-01)", outcome.Report!.Days.ToString());
    }

    [Fact]
    public async Task Total_that_is_not_the_sum_of_the_rows_refuses_the_file()
    {
        var outcome = await new Scenario(Declarations.Spend).ReadAsync("Day,Campaign,Impr.,Cost\n2025-07-09,Brand,1,10.50\nTotal: Campaigns,,1,11.00\n");

        Assert.Equal("total_mismatch", outcome.Refused!.Code);
        Assert.Contains("10.5", outcome.Refused.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_without_days_is_refused_with_what_to_do()
    {
        var outcome = await new Scenario(Declarations.Spend).ReadAsync("Campaign report\nAll time\nCampaign,Impr.,Cost\nBrand,1,10.50\n");

        Assert.Equal("no_daily_grain", outcome.Refused!.Code);
        Assert.Contains("Day", outcome.Refused.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preamble_that_says_incomplete_refuses_the_file()
    {
        var source = Declarations.Invoices with { RefuseWhenPreambleSays = [new("incomplete_data", ["Potential Incomplete Data: true"], "wait")] };
        var outcome = await new Scenario(source).ReadAsync("\"Report Name: x\"\n\"Potential Incomplete Data: true\"\n\"Rows: 1\"\n\nid,amount\n1,1.50\n");

        Assert.Equal("incomplete_data", outcome.Refused!.Code);
    }

    [Fact]
    public async Task Footer_ends_the_data()
    {
        var source = Declarations.Invoices with { Footer = ["Grand Totals (", "Copyright (c)"] };
        var outcome = await new Scenario(source).ReadAsync("id,amount\n1,1.50\n\nGrand Totals (1 records)\nMy report\nCopyright (c) 2000-2026\n");

        Assert.Single(outcome.Rows);
        Assert.Equal(3, outcome.Counts.Excluded["footer"]);
        Assert.Equal(1, outcome.Counts.Excluded["blank_row"]);
        Assert.Empty(outcome.Rejections);
    }

    [Fact]
    public async Task Grouped_report_fills_blank_cells_from_above()
    {
        var source = Declarations.Invoices with { ForwardFill = [["id"]] };
        var outcome = await new Scenario(source).ReadAsync("id,amount,text\n\"a\",1.50,x\n,2.50,y\nb,3.50,z\n");

        Assert.Equal(["a", "a", "b"], outcome.Rows.Select(row => row["invoice_id"]));
    }

    [Fact]
    public async Task Section_headings_are_read_into_the_rows_below()
    {
        var source = Declarations.Invoices with
        {
            HasSections = true,
            Outputs = [Declarations.Invoices.Outputs[0] with { Columns = [.. Declarations.Invoices.Outputs[0].Columns.Where(mapping => mapping.Column != "description"), Read.Text("description", "{section}")] }],
        };
        var outcome = await new Scenario(source).ReadAsync("id,amount,text\nSales,,\n1,1.50,x\n2,2.50,x\nInterest\n3,3.50,x\n");

        Assert.Equal(["Sales", "Sales", "Interest"], outcome.Rows.Select(row => row["description"]));
        Assert.Equal(2, outcome.Counts.Excluded["section_heading"]);
    }

    [Fact]
    public async Task Unknown_table_is_refused_with_the_declaration_that_would_read_it()
    {
        var outcome = await new Scenario(Declarations.Invoices).ReadAsync("Kunde;Umsatz\nA;1\n");

        Assert.Equal("unrecognised", outcome.Refused!.Code);
        Assert.Contains("'Kunde', 'Umsatz'", outcome.Refused.Sentence, StringComparison.Ordinal);
        Assert.Contains("\"Umsatz\"", outcome.Refused.Declaration!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Known_export_without_facts_is_ignored_with_its_reason()
    {
        var ignored = Declarations.Invoices with { Name = "status", Outputs = [], IgnoredBecause = "it only reports what a loader did", Signature = new() { All = [["id"], ["amount"], ["STATUS"]] } };
        var outcome = await new Scenario(Declarations.Invoices, ignored).ReadAsync("id,amount,STATUS\n1,1.50,Item Created\n");

        Assert.Equal("it only reports what a loader did", outcome.Ignored!.Reason);
    }
}
