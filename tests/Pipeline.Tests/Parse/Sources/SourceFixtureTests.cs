using System.Globalization;
using Pipeline.Parse.Sources;

namespace Pipeline.Tests.Parse.Sources;

/// <summary>Every source has a folder here: small exports, each with the result that it must have beside it.</summary>
/// <remarks>
/// <c>google-ads-daily</c> lies in <c>GoogleAdsDaily</c>; the result of <c>export.csv</c> is <c>export.csv.expected</c>.
/// </remarks>
public sealed class SourceFixtureTests
{
    private const string Expected = ".expected";

    public static TheoryData<string, string> Fixtures
    {
        get
        {
            var fixtures = new TheoryData<string, string>();
            foreach (var file in Directory.EnumerateDirectories(Golden.Folder).SelectMany(Directory.EnumerateFiles).Where(file => !file.EndsWith(Expected, StringComparison.Ordinal)))
            {
                fixtures.Add(Path.GetFileName(Path.GetDirectoryName(file)!), Path.GetFileName(file));
            }

            return fixtures;
        }
    }

    [Fact]
    public void Every_source_that_is_read_has_a_fixture()
    {
        var missing = SourceList.All.Where(source => source.IgnoredBecause is null && !Directory.Exists(Path.Combine(Golden.Folder, FolderOf(source.Name))));
        Assert.Empty(missing.Select(source => $"{source.Name} has no fixture; put one in tests/Pipeline.Tests/Parse/Sources/{FolderOf(source.Name)}/"));
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public async Task Fixture_is_read_as_the_file_beside_it_says(string folder, string name)
    {
        var path = Path.Combine(Golden.Folder, folder, name);
        var token = TestContext.Current.CancellationToken;
        var parsed = await ParsedFile.ReadAsync(await File.ReadAllBytesAsync(path, token), name, ParsedFile.Settings, token);
        Assert.Equal(folder, FolderOf(parsed.Source));
        await Golden.EqualAsync(Path.Combine(folder, name + Expected), parsed.ToText());
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public async Task Fixture_counts_add_up(string folder, string name)
    {
        var token = TestContext.Current.CancellationToken;
        var parsed = await ParsedFile.ReadAsync(await File.ReadAllBytesAsync(Path.Combine(Golden.Folder, folder, name), token), name, ParsedFile.Settings, token);
        Assert.Equal(parsed.Counts.RowsIn, parsed.Counts.Checked().RowsIn);
        Assert.Equal(parsed.Counts.Accepted, parsed.Rows.Select(row => row.Number).Distinct().Count());
        Assert.Equal(parsed.Counts.Quarantined, parsed.Rejections.Select(rejection => rejection.RowNumber).Distinct().Count());
    }

    internal static string FolderOf(string source) =>
        string.Concat(source.Split('-').Select(word => word.Length == 0 ? "" : word[..1].ToUpper(CultureInfo.InvariantCulture) + word[1..]));
}
