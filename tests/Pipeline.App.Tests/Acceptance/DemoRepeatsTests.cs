using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Pipeline.Testing;

namespace Pipeline.App.Tests.Acceptance;

/// <summary>The same exports give the same lake, and a lake that has them is left alone.</summary>
[Collection(DemoLakeGroup.Name)]
public sealed class DemoRepeatsTests(DemoLake lake)
{
    [Fact]
    public async Task Second_demo_in_another_folder_publishes_the_same_bytes_and_holds_the_same_facts()
    {
        await using var again = new DemoLake();
        await again.InitializeAsync();

        Assert.Equal(lake.Tables.Select(table => table.Path), again.Tables.Select(table => table.Path));
        // The identifiers are counted, so even the run has the same one.
        Assert.Equal(Metrics(lake).SelectMany(Hashes), Metrics(again).SelectMany(Hashes));

        var rows = lake.Tables.Zip(again.Tables).Where(pair => IsRowWise(pair.First)).ToDictionary(pair => pair.First.Path, Difference, StringComparer.Ordinal);
        var answer = await Oracles.QueryAsync([], rows);
        Assert.All(rows.Keys, path => Assert.True(IsSame(answer[path]!["rows"]![0]!), $"{path}: rows, rows in one lake only: {answer[path]!["rows"]![0]!.ToJsonString()}"));
    }

    [Fact]
    public async Task Run_on_a_later_day_over_the_same_exports_writes_nothing()
    {
        var before = Listing();

        lake.Advance(TimeSpan.FromDays(40));
        var run = await lake.RunAsync("run", "demo-exports", "--json");

        Assert.True(run.Code == 0, run.Output + run.Error);
        Assert.True((bool)run.Json["nothing_new"]!);
        Assert.Equal(before, Listing());
    }

    private static IEnumerable<LakeTable> Metrics(DemoLake lake) => lake.Tables.Where(table => !IsRowWise(table));

    private static bool IsRowWise(LakeTable table) => !table.Path.StartsWith("metrics/", StringComparison.Ordinal);

    /// <summary>The live files by what they hold; their names say nothing.</summary>
    private static IEnumerable<string> Hashes(LakeTable table) => table.Snapshot.Files
        .Select(file => $"{table.Path} {file.Tags.GetValueOrDefault("chunk")} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(table.FileOf(file))))}")
        .Order(StringComparer.Ordinal);

    private static string Difference((LakeTable First, LakeTable Second) pair) => $"""
        SELECT (SELECT count(*) FROM {pair.First.Relation}),
          (SELECT count(*) FROM (FROM {pair.First.Relation} EXCEPT ALL FROM {pair.Second.Relation})),
          (SELECT count(*) FROM (FROM {pair.Second.Relation} EXCEPT ALL FROM {pair.First.Relation}))
        """;

    private static bool IsSame(JsonNode row) => row[0]!.ToString() is not "0" && row[1]!.ToString() is "0" && row[2]!.ToString() is "0";

    private string[] Listing() =>
    [
        .. Directory.EnumerateFiles(lake.Folder, "*", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/_tmp/", StringComparison.Ordinal))
            .Select(path => string.Create(CultureInfo.InvariantCulture, $"{path} {new FileInfo(path).Length} {File.GetLastWriteTimeUtc(path):O}"))
            .Order(StringComparer.Ordinal),
    ];
}
