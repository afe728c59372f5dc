using System.Collections.Immutable;

namespace Pipeline.App.Azure;

/// <summary>Where a path of the lake lies in a storage account.</summary>
/// <param name="Container">The container.</param>
/// <param name="Name">The blob in it.</param>
internal readonly record struct BlobPlace(string Container, string Name);

/// <summary>Which container holds what. Rights are given by container: whoever may read facts sees neither raw exports nor the hash key.</summary>
internal static class LakeContainers
{
    /// <summary>Everything that lies at the root or in a folder without a container of its own: settings, declared sources, the hash key.</summary>
    public const string Settings = "settings";

    /// <summary>The first segments of paths that are containers of the same name, in ordinal order.</summary>
    public static ImmutableArray<string> Areas { get; } = ["exports", "facts", "landing", "metrics", "ops", "quarantine", "raw"];

    public static BlobPlace Of(string path)
    {
        var end = path.IndexOf('/');
        return end > 0 && Areas.Contains(path[..end]) ? new(path[..end], path[(end + 1)..]) : new(Settings, path);
    }

    /// <summary>The path of a blob.</summary>
    public static string PathOf(string container, string name) => container == Settings ? name : $"{container}/{name}";
}
