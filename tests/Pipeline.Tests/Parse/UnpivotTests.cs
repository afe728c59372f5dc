using Pipeline.Model;
using Pipeline.Parse;

namespace Pipeline.Tests.Parse;

public sealed class UnpivotTests
{
    private static readonly SourceDefinition Deals = new()
    {
        Name = "deals",
        System = "crm",
        Object = "deal",
        Format = "csv",
        Signature = new() { All = [["Record ID"]] },
        Outputs =
        [
            new() { Table = FactTables.Opportunity, Columns = [Read.Id("opportunity_id", "Record ID"), Read.OpportunityStatus("status", ["Stage"], ["Closed"], ["Won"])] },
            new()
            {
                Table = FactTables.OpportunityStageHistory,
                Unpivot = new("Date entered \"{stage} ({pipeline})\"", "Date entered \"{stage}\""),
                Columns = [Read.Id("opportunity_id", "Record ID"), Read.Text("to_stage", "{stage}"), Read.Text("changed_by", "{pipeline}"), Read.InstantOrDay("entered_at", "{value}"), Read.Constant("evidence", "date_entered_column")],
            },
        ],
    };

    [Fact]
    public async Task Each_filled_cell_under_a_matching_header_is_a_row()
    {
        var outcome = await new Scenario(Deals).ReadAsync(
            "Record ID,\"Date entered \"\"Demo (EU) (Sales)\"\"\",Date entered “Won”,Stage\n1,2026-01-02 10:00,,open\n2,,2026-01-03 10:00,Closed Won\n");

        var history = outcome.Rows.Where(row => row.ContainsKey("to_stage")).ToArray();
        Assert.Equal([("1", "Demo (EU)", "Sales"), ("2", "Won", "")], history.Select(row => (row["opportunity_id"], row["to_stage"], row.GetValueOrDefault("changed_by", ""))));
        Assert.Equal(["open", "won"], outcome.Rows.Where(row => row.ContainsKey("status")).Select(row => row["status"]));
        Assert.Equal((2, 2), (outcome.Counts.RowsIn, outcome.Counts.Accepted));
    }

    [Fact]
    public async Task Row_that_one_table_rejects_feeds_no_other()
    {
        var outcome = await new Scenario(Deals).ReadAsync("Record ID,Stage,\"Date entered \"\"Demo (Sales)\"\"\"\n1,x,not a date\n2,x,2026-01-02 10:00\n");

        Assert.All(outcome.Rows, row => Assert.Equal("2", row["opportunity_id"]));
        Assert.Equal((1, 1), (outcome.Counts.Accepted, outcome.Counts.Quarantined));
    }

    [Theory]
    [InlineData("", "", "Closed Won", "won")]
    [InlineData("true", "false", "whatever", "lost")]
    [InlineData("false", "", "Closed Won", "open")]
    [InlineData("1", "1", "", "won")]
    [InlineData("", "", "cerrada perdida", "lost")]
    [InlineData("", "", "Unknown", "open")]
    public async Task Status_follows_flags_before_stages(string closed, string won, string stage, string expected)
    {
        var outcome = await new Scenario(Deals).ReadAsync($"Record ID,Closed,Won,Stage\n1,{closed},{won},{stage}\n");

        Assert.Equal(expected, outcome.Only["status"]);
    }

    [Fact]
    public async Task Conditions_choose_rows_and_the_rest_is_counted()
    {
        var source = Deals with
        {
            Exclusions = [new("test_mode", Condition.Is(["live"], "false"))],
            Outputs = [Deals.Outputs[0] with { Where = [Condition.IsNot(["Stage"], "draft", "")] }],
        };
        var outcome = await new Scenario(source).ReadAsync("Record ID,Stage,live\n1,open,true\n2,Draft,true\n3,,true\n4,open,FALSE\n");

        Assert.Equal("1", outcome.Only["opportunity_id"]);
        Assert.Equal((2, 1), (outcome.Counts.Excluded["no_fact"], outcome.Counts.Excluded["test_mode"]));
    }
}
