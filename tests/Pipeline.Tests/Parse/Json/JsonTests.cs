using System.Text;
using Pipeline.Model;
using Pipeline.Parse;

namespace Pipeline.Tests.Parse.Json;

public sealed class JsonTests
{
    private static readonly SourceDefinition Source = new()
    {
        Name = "json-invoices",
        System = "stripe",
        Object = "invoice",
        Format = "api_json",
        Signature = new() { All = [["id"], ["object"]], FirstRow = [Condition.Is(["object"], "invoice")] },
        Outputs =
        [
            new()
            {
                Table = FactTables.Invoice,
                Columns =
                [
                    Read.Id("invoice_id", "id"), Read.Text("customer_id", "customer").OrElse("customer.id"), Read.Constant("type", "invoice"), Read.Constant("status", "paid"),
                    Read.Date("issued_date", "created"), Read.MinorUnits("total", "total"), Read.MinorUnits("tax", "taxes[].amount"), Read.Currency("currency", "currency"), Read.Text("description", "text"),
                ],
            },
            new()
            {
                Table = FactTables.InvoiceLine,
                RowsOf = "lines.data[]",
                Columns = [Read.Id("invoice_id", "id"), Read.Id("line_id", "lines.data[].id"), Read.Constant("line_type", "recurring"), Read.MinorUnits("amount", "lines.data[].amount"), Read.Currency("currency", "currency")],
            },
        ],
    };

    private const string First =
        """{"id":"in_1","object":"invoice","customer":{"id":"c\u00e9"},"created":1234567890,"total":1500,"currency":"usd","taxes":[{"amount":10},{"amount":5}],"text":"a \"b\"","lines":{"data":[{"id":"l1","amount":1000},{"id":"l2","amount":500}],"has_more":true}}""";

    private const string Second = """{"id":"in_2","object":"invoice","customer":"c2","created":1234567890,"total":900,"currency":"jpy","lines":{"data":[]}}""";

    [Theory]
    [InlineData("{\"object\":\"list\",\"data\":[", ",", "],\"has_more\":false}")]
    [InlineData("{\"data\":[", ",", "],\"object\":\"list\"}")]
    [InlineData("[", ",", "]")]
    [InlineData("", "\n", "\n")]
    [InlineData(" \n", "\n\n", "")]
    public async Task Every_shape_of_list_gives_the_same_rows(string open, string between, string close)
    {
        var outcome = await new Scenario(Source) { Options = new() { BlockBytes = 50 } }.ReadAsync(open + First + between + Second + close);

        Assert.Equal(["in_1", "l1", "l2", "in_2"], outcome.Rows.Select(row => row.GetValueOrDefault("line_id") ?? row["invoice_id"]));
        Assert.Equal(("15", "0.15", "cé", "a \"b\"", "2009-02-13"), (outcome.Rows[0]["total"], outcome.Rows[0]["tax"], outcome.Rows[0]["customer_id"], outcome.Rows[0]["description"], outcome.Rows[0]["issued_date"]));
        Assert.Equal(("in_1", "10", "USD"), (outcome.Rows[1]["invoice_id"], outcome.Rows[1]["amount"], outcome.Rows[1]["currency"]));
        Assert.Equal("900", outcome.Rows[3]["total"]);
        Assert.Equal((2, 2), (outcome.Counts.RowsIn, outcome.Counts.Accepted));
        Assert.Equal(1, outcome.Report!.Warnings["truncated_list"]);
    }

    [Fact]
    public async Task Item_that_cannot_be_read_quarantines_its_whole_object()
    {
        var outcome = await new Scenario(Source).ReadAsync("[" + First.Replace("500}", "\"x\"}", StringComparison.Ordinal) + "," + Second + ", 7]");

        Assert.Equal(["in_2"], outcome.Rows.Select(row => row["invoice_id"]));
        Assert.Equal([("not_a_number", 1), ("not_an_object", 3)], outcome.Rejections.Select(rejection => (rejection.Rule, rejection.RowNumber)));
        Assert.Equal((3, 1, 2), (outcome.Counts.RowsIn, outcome.Counts.Accepted, outcome.Counts.Quarantined));
    }

    [Fact]
    public async Task Json_that_is_cut_off_is_refused()
    {
        var outcome = await new Scenario(Source).ReadAsync("[" + First + "," + Second[..30]);

        Assert.Equal("malformed_json", outcome.Refused!.Code);
    }

    [Fact]
    public async Task Object_that_is_too_long_is_refused()
    {
        var outcome = await new Scenario(Source) { Options = new() { RowLimit = 100_000, BlockBytes = 1000, HeadBytes = 2000 } }.ReadAsync("[" + First + "," + Second[..^1] + ",\"text\":\"" + new string('x', 400_000) + "\"}]");

        Assert.Equal("oversize_row", outcome.Refused!.Code);
    }

    [Fact]
    public async Task Large_list_is_read_in_pieces()
    {
        var text = new StringBuilder("{\"object\":\"list\",\"data\":[");
        for (var i = 0; i < 5_000; i++) { text.Append(i > 0 ? "," : "").Append(Second.Replace("in_2", "in_" + i, StringComparison.Ordinal)); }
        var outcome = await new Scenario(Source) { Options = new() { BlockBytes = 10_000 } }.ReadAsync(text.Append("]}").ToString());

        Assert.Equal(Enumerable.Range(0, 5_000).Select(i => $"in_{i}"), outcome.Rows.Select(row => row["invoice_id"]));
        Assert.Equal("5000", outcome.Rows[^1]["row_number"]);
    }
}
