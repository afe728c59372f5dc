using System.Text;
using Pipeline.Testing;

namespace Pipeline.Tests.Parse.Sources;

/// <summary>Results that were read by a person once, and must stay.</summary>
/// <remarks>When one changes, what came instead is written to <c>artifacts/fixtures</c>: read the difference, then copy it. The tree itself is never written.</remarks>
internal static class Golden
{
    /// <summary>Where fixtures and results lie.</summary>
    public static string Folder { get; } = Path.Combine(Oracles.Root, "tests", "Pipeline.Tests", "Parse", "Sources");

    /// <param name="name">Its path below <see cref="Folder"/>.</param>
    /// <param name="actual">What came, with plain line ends.</param>
    public static async Task EqualAsync(string name, string actual)
    {
        var token = TestContext.Current.CancellationToken;
        var path = Path.Combine(Folder, name);
        var expected = File.Exists(path) ? (await File.ReadAllTextAsync(path, token)).ReplaceLineEndings("\n") : "";
        if (actual != expected)
        {
            var kept = Path.Combine(Oracles.Root, "artifacts", "fixtures", name);
            Directory.CreateDirectory(Path.GetDirectoryName(kept)!);
            await File.WriteAllTextAsync(kept, actual, new UTF8Encoding(false), token);
        }

        Assert.Equal(expected, actual);
    }
}
