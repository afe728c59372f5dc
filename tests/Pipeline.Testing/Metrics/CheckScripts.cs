using System.Collections.Immutable;

namespace Pipeline.Testing.Metrics;

/// <summary>The second opinion on every metric: SQL written from the decision record, beside the tests.</summary>
public static class CheckScripts
{
    private static string Folder => Path.Combine(Oracles.Root, "tests", "Pipeline.Tests", "Metrics", "Definitions");

    /// <summary>The views, macros and tables that the checks share, in the order in which they are created.</summary>
    public static ImmutableArray<string> Preludes =>
        [.. Directory.EnumerateFiles(Folder, "_prelude_*.sql").Order(StringComparer.Ordinal).Select(File.ReadAllText)];

    /// <summary>The metrics that have a check, in order.</summary>
    public static ImmutableArray<string> Metrics =>
        [.. Directory.EnumerateFiles(Folder, "*.check.sql").Select(path => Path.GetFileName(path)[..^".check.sql".Length]).Order(StringComparer.Ordinal)];

    /// <summary>The statement that says which rows <paramref name="metric"/> and its window variants must have.</summary>
    public static string Read(string metric) => File.ReadAllText(Path.Combine(Folder, metric + ".check.sql"));

    /// <summary>The names a metric may be published under: itself and its windows.</summary>
    public static ImmutableArray<string> Variants(string metric) => [metric, metric + "_t30", metric + "_t90", metric + "_ltm"];
}
