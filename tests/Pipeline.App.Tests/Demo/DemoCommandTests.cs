using System.Globalization;
using Pipeline.Parquet;
using Pipeline.Storage;
using Pipeline.Storage.Delta;
using Pipeline.Testing;

namespace Pipeline.App.Tests.Demo;

public sealed class DemoCommandTests(DemoRun demo) : IClassFixture<DemoRun>
{
    [Fact]
    public void Demo_reads_every_file_and_every_row_is_counted()
    {
        Assert.True(demo.First.Code == 0, demo.First.Output + demo.First.Error);
        var (files, rows) = (demo.First.Json["files"]!, demo.First.Json["rows"]!);

        Assert.Equal(24, (int)files["found"]!);
        Assert.Equal(23, (int)files["new"]!);
        Assert.Equal(1, (int)files["ignored"]!);
        Assert.Equal(0, (int)files["refused"]!);
        Assert.Equal((long)rows["in"]!, (long)rows["accepted"]! + (long)rows["quarantined"]! + (long)rows["excluded"]!);
        Assert.Equal("2026-06-30", (string)demo.First.Json["day"]!);
    }

    [Fact]
    public async Task Rows_that_cannot_be_used_are_those_that_were_planted()
    {
        var status = await demo.RunAsync("status", "--json");
        var found = status.Json["exports"]!.AsArray()
            .Where(export => (int)export!["quarantined"]! > 0)
            .ToDictionary(export => Path.GetFileName((string)export!["file"]!), export => (int)export!["quarantined"]!, StringComparer.Ordinal);

        Assert.Equal(demo.Answers.RejectedRows, found.OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Quarantine_is_shown_by_rule_with_a_place_and_no_value()
    {
        var quarantine = demo.First.Json["quarantine"]!.AsArray();

        Assert.Equal(5, quarantine.Sum(rule => (int)rule!["rows"]!));
        Assert.All(quarantine, rule => Assert.Matches(@"^[^,]+, row \d+(, column '[^']+')?$", (string)rule!["example"]!));
        Assert.DoesNotContain("12O0.00", (await demo.RunAsync("run", "demo-exports")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Example_of_a_rule_is_the_first_in_the_order_of_files_and_the_readme_shows_it()
    {
        var readme = File.ReadAllText(Path.Combine(Oracles.Root, "README.md"));

        Assert.All(demo.First.Json["quarantine"]!.AsArray(), rule => Assert.Contains($"  {(string)rule!["rule"]!} ", readme, StringComparison.Ordinal));
        Assert.All(demo.First.Json["quarantine"]!.AsArray(), rule => Assert.Contains($" {(string)rule!["example"]!} ", readme, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Facts_hold_the_known_answers()
    {
        Assert.Equal(demo.Answers.Leads, await CountAsync("facts/lead", (_, _) => true));
        Assert.Equal(demo.Answers.Opportunities, await CountAsync("facts/opportunity", (_, _) => true));
        Assert.Equal(demo.Answers.WonDeals, await CountAsync("facts/opportunity", (rows, row) => Text(rows, "status", row) is "won"));
        Assert.Equal(
            demo.Answers.MediaSpend,
            await SumAsync("facts/marketing_spend_daily", "cost", (rows, row) => Text(rows, "cost_type", row) is "media" ? $"{Text(rows, "channel", row)} {Text(rows, "currency", row)}" : null));
        Assert.Equal(demo.Answers.Refunds, await SumAsync("facts/credit_refund", "amount", (rows, row) => Text(rows, "currency", row)));
    }

    [Fact]
    public async Task Second_demo_says_that_nothing_is_new_and_writes_nothing()
    {
        var before = Listing();

        var second = await demo.RunAsync("demo", "--json");
        var text = await demo.RunAsync("demo");

        Assert.True((bool)second.Json["nothing_new"]!);
        Assert.Contains("Nothing is new: 24 of 24 files in ./demo-exports are in ./lake already. Nothing was written.", text.Output, StringComparison.Ordinal);
        Assert.Equal(before, Listing());
    }

    [Fact]
    public async Task Lake_is_sound_afterwards()
    {
        var doctor = await demo.RunAsync("doctor", "--json");

        Assert.True(doctor.Code == 0, doctor.Output + doctor.Error);
    }

    [Fact]
    public async Task Published_day_can_be_explained_and_recomputing_it_changes_nothing()
    {
        var explain = await demo.RunAsync("explain", "leads_t30", "2026-06-30", "--json");
        var recompute = await demo.RunAsync("recompute", "--from", "2026-06-01", "--to", "2026-06-30", "--dry-run", "--json");
        var export = await demo.RunAsync("export", "--json");

        var whole = explain.Json["points"]!.AsArray()[0]!;
        Assert.Equal("all", (string)whole["dimension"]!);
        Assert.Equal((long)(decimal)whole["numerator"]!, explain.Json["points"]!.AsArray().Where(point => (string)point!["dimension"]! is "channel").Sum(point => (long)(decimal)point!["numerator"]!));
        Assert.All(recompute.Json["tables"]!.AsArray(), table => Assert.Empty(table!["parts"]!.AsArray()));
        Assert.Empty(export.Json["written"]!.AsArray());
        Assert.Equal(5, export.Json["files"]!.AsArray().Count);
    }

    [Fact]
    public async Task Exports_of_ones_own_do_not_mix_with_the_demo()
    {
        Directory.CreateDirectory(Path.Combine(demo.Folder, "mine"));

        var run = await demo.RunAsync("run", "mine");

        Assert.Equal(1, run.Code);
        Assert.Contains("./lake holds the demo company", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_does_not_move_into_somebodys_lake()
    {
        await demo.RunAsync("init", "--lake", "theirs");

        var run = await demo.RunAsync("demo", "--lake", "theirs");

        Assert.Equal(1, run.Code);
        Assert.Contains("./theirs is not empty and not the demo's", run.Error, StringComparison.Ordinal);
    }

    private string[] Listing() =>
    [
        .. Directory.EnumerateFiles(Path.Combine(demo.Folder, "lake"), "*", SearchOption.AllDirectories)
            .Select(path => string.Create(CultureInfo.InvariantCulture, $"{path} {new FileInfo(path).Length} {File.GetLastWriteTimeUtc(path):O}"))
            .Where(line => !line.Contains("/_tmp/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    private async Task<int> CountAsync(string table, Func<ColumnBatch, int, bool> counts) =>
        (await ReadAsync(table)).Sum(rows => Enumerable.Range(0, rows.RowCount).Count(row => counts(rows, row)));

    /// <summary>Sums in hundredths, by what <paramref name="key"/> says; rows without a key are left out.</summary>
    private async Task<SortedDictionary<string, long>> SumAsync(string table, string column, Func<ColumnBatch, int, string?> key)
    {
        var sums = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var rows in await ReadAsync(table))
        {
            for (var row = 0; row < rows.RowCount; row++)
            {
                if (key(rows, row) is { } name) { sums[name] = sums.GetValueOrDefault(name) + (rows[column].Int64s[row] / 10_000); }
            }
        }

        return sums;
    }

    private async Task<List<ColumnBatch>> ReadAsync(string path)
    {
        var table = new DeltaTable(new FolderObjectStore(Path.Combine(demo.Folder, "lake")), path, new DeltaEnvironment(TimeProvider.System, Guid.NewGuid));
        var snapshot = await table.ReadAsync(TestContext.Current.CancellationToken);
        Assert.NotNull(snapshot);
        return await table.ReadColumnsAsync(snapshot, [.. snapshot.Schema.Columns.Select(column => column.Name)], TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
    }

    private static string Text(ColumnBatch rows, string column, int row) => rows[column].Texts!.RowText(row);
}
