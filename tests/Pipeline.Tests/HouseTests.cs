using System.Reflection;
using System.Text.RegularExpressions;
using Pipeline.Storage;

namespace Pipeline.Tests;

/// <summary>What a person would keep in step by hand: borders, sizes, numbers of decisions.</summary>
public sealed partial class HouseTests
{
    private static readonly string[] Stations = ["Land", "Parse", "Facts", "Metrics", "Publish"];
    private static readonly string[] Foundations = ["Model", "Storage"];
    private static readonly Assembly[] Products = [typeof(IObjectStore).Assembly, typeof(Parquet.Column).Assembly];

    private static string Root { get; } = Path.GetDirectoryName(FindUp("Pipeline.sln"))!;

    [Fact]
    public void A_station_never_names_another_station()
    {
        var trespasses =
            from station in Stations
            from file in SourceFiles(Path.Combine("functions", "Pipeline", station))
            from match in StationName().Matches(File.ReadAllText(file))
            where match.Groups["station"].Value != station
            select $"{Path.GetRelativePath(Root, file)} names {match.Value}";

        Assert.Empty(trespasses);
    }

    [Fact]
    public void Model_and_storage_name_no_station()
    {
        var trespasses =
            from folder in Foundations
            from file in SourceFiles(Path.Combine("functions", "Pipeline", folder))
            from match in StationName().Matches(File.ReadAllText(file))
            select $"{Path.GetRelativePath(Root, file)} names {match.Value}";

        Assert.Empty(trespasses);
    }

    [Fact]
    public void Files_are_short()
    {
        var sizes = SourceFiles("functions").Concat(SourceFiles("tests"))
            .Select(file => (Name: Path.GetRelativePath(Root, file), Lines: File.ReadLines(file).Count()))
            .OrderByDescending(file => file.Lines)
            .ToList();

        Assert.Empty(sizes.Where(file => file.Lines > 400).Select(file => $"{file.Name}: {file.Lines} lines, at most 400"));
        var over = sizes.Count(file => file.Lines > 250);
        Assert.True(over * 20 <= sizes.Count, $"{over} of {sizes.Count} files have over 250 lines, at most one in twenty may: {string.Join(", ", sizes.Take(over).Select(file => file.Name))}");
    }

    [Fact]
    public void Classes_are_sealed_static_or_abstract()
    {
        var open =
            from assembly in Products
            from type in assembly.GetTypes()
            where type is { IsClass: true, IsSealed: false, IsAbstract: false } && !type.Name.Contains('<', StringComparison.Ordinal)
            where !typeof(Exception).IsAssignableFrom(type)
            where type.GetCustomAttribute<System.Runtime.CompilerServices.CompilerGeneratedAttribute>() is null
            select type.FullName;

        Assert.Empty(open);
    }

    [Fact]
    public void Decisions_are_numbered_once()
    {
        var numbers = Directory.GetFiles(Path.Combine(Root, "functions", "decisions"), "*.md").Select(file => Path.GetFileName(file)[..4]).ToList();

        Assert.Equal(numbers.Distinct(StringComparer.Ordinal).Count(), numbers.Count);
        Assert.All(numbers, number => Assert.Matches("^[0-9]{4}$", number));
    }

    [Fact]
    public void Nothing_is_left_open_in_the_code()
    {
        var left =
            from file in SourceFiles("functions")
            from line in File.ReadLines(file)
            where LeftOpen().IsMatch(line)
            select $"{Path.GetRelativePath(Root, file)}: {line.Trim()}";

        Assert.Empty(left);
    }

    private static IEnumerable<string> SourceFiles(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}node_modules{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    private static string FindUp(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, name);
            if (File.Exists(path)) { return path; }
        }

        throw new FileNotFoundException($"'{name}' is not above '{AppContext.BaseDirectory}'");
    }

    [GeneratedRegex(@"\bPipeline\.(?<station>Land|Parse|Facts|Metrics|Publish)\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex StationName();

    [GeneratedRegex(@"NotImplementedException|\bTODO\b|\bFIXME\b|\bHACK\b|#region", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex LeftOpen();
}
