using System.Collections.Immutable;
using System.Text;
using Pipeline.Land;
using Pipeline.Model;
using Pipeline.Publish;
using Pipeline.Testing;

namespace Pipeline.Tests.Publish;

public sealed class PublishScopeTests
{
    private static readonly string[] Columns = ["snapshot_date", "metric", "dimension", "member", "numerator", "denominator", "value", "unit", "currency", "n", "null_reason", "is_complete", "run_id", "input_versions", "config_hash"];

    private static readonly LandingFile First = Costs("costs-1.csv", "2026-05-01,google_ads,media,100.00,USD,a", "2026-05-03,agency,fees,40.00,USD,b", "2026-06-02,agency,fees,7.00,USD,c");
    private static readonly LandingFile Second = Costs("costs-2.csv", "2026-05-02,google_ads,media,60.00,USD,d", "2026-05-30,staff,people,9.00,USD,e", "2026-06-03,staff,people,9.00,USD,e");

    private static readonly DayRange Days = new(new DateOnly(2026, 5, 2), new DateOnly(2026, 6, 2));

    [Fact]
    public async Task Only_rows_of_the_metrics_and_days_are_replaced_and_others_stay_as_they_were()
    {
        var (before, whole) = (await LakeAsync(), await LakeAsync());
        await whole.PublishAsync();
        var (old, all) = (await RowsAsync(before), await RowsAsync(whole));
        string[] chosen = ["spend", "spend_t30"];

        await before.PublishAsync(new PublishScope(Days, [.. chosen]));

        bool IsChosen(string[] row) => chosen.Contains(row[1], StringComparer.Ordinal) && Days.Contains(DateOnly.ParseExact(row[0], "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        var now = await RowsAsync(before);
        Assert.Equal(old.Where(row => !IsChosen(row)), now.Where(row => !IsChosen(row)));
        Assert.Equal(all.Where(IsChosen).Select(WithoutRun), now.Where(IsChosen).Select(WithoutRun));
        Assert.NotEqual(old.Where(IsChosen).Select(WithoutRun), now.Where(IsChosen).Select(WithoutRun));
        Assert.Equal(now.OrderBy(row => row[0], StringComparer.Ordinal).ThenBy(row => row[1], StringComparer.Ordinal), now);
    }

    [Fact]
    public async Task Tables_without_metrics_are_not_touched_by_a_choice_of_metrics()
    {
        var lake = await LakeAsync();

        var receipt = await lake.PublishAsync(new PublishScope(Days, ["spend"]));

        Assert.Equal(["data_quality", "metric_snapshot", "_catalog"], receipt.Tables.Select(table => table.Table));
    }

    [Fact]
    public async Task The_same_scope_again_writes_nothing()
    {
        var lake = await LakeAsync();
        var scope = new PublishScope(Days, ["spend"]);
        await lake.PublishAsync(scope);

        Assert.All((await lake.PublishAsync(scope)).Tables, table => Assert.Empty(table.ChunksWritten));
        var days = new PublishScope(Days);
        Assert.Contains((await lake.PublishAsync(days)).Tables, table => !table.ChunksWritten.IsEmpty);
        Assert.All((await lake.PublishAsync(days)).Tables, table => Assert.Empty(table.ChunksWritten));
    }

    [Fact]
    public async Task A_whole_run_after_a_scope_gives_what_it_would_have_given_without()
    {
        var (scoped, whole) = (await LakeAsync(), await LakeAsync());
        await whole.PublishAsync();
        await scoped.PublishAsync(new PublishScope(Days, ["spend_t90"]));
        await scoped.PublishAsync();

        Assert.Equal((await RowsAsync(whole)).Select(WithoutRun), (await RowsAsync(scoped)).Select(WithoutRun));
    }

    /// <summary>A lake that published the first costs, and has the second ones in its facts.</summary>
    private static async Task<TestLake> LakeAsync()
    {
        var lake = await TestLake.RunAsync(First);
        await lake.LandAsync(Second);
        return lake;
    }

    private static Task<List<string[]>> RowsAsync(TestLake lake) => lake.ReadAsync("metrics/metric_snapshot", Columns);

    private static string WithoutRun(string[] row) => string.Join('|', row[..12]);

    private static LandingFile Costs(string name, params string[] rows) => new(
        name,
        DateTimeOffset.UnixEpoch,
        _ => Task.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes("date,channel,cost_type,amount,currency,description\n" + string.Join('\n', rows) + "\n"))));
}
