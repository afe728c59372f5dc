using Pipeline.Storage;

namespace Pipeline.App;

/// <summary>All that the program takes from the machine it runs on. A test gives its own.</summary>
internal sealed record ProgramContext
{
    public required TextWriter Output { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>Whether a person watches: then there are progress bars and tables drawn with lines.</summary>
    public required bool IsTerminal { get; init; }

    /// <summary>Characters in a line.</summary>
    public required int Width { get; init; }

    /// <summary>What relative folders are relative to.</summary>
    public required string WorkingFolder { get; init; }

    /// <summary>The one clock.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Makes identifiers of runs and files.</summary>
    public required Func<Guid> NewId { get; init; }

    /// <summary>Makes the hash key of a new lake: 32 random bytes.</summary>
    public required Func<byte[]> NewHashKey { get; init; }

    /// <summary>Reads a setting of the environment by its name; <see langword="null"/> when there is none.</summary>
    /// <value>The default knows no setting.</value>
    public Func<string, string?> Setting { get; init; } = _ => null;

    /// <summary>Called once before work that takes long and much memory, in a program that ends with it.</summary>
    /// <value>The default does nothing.</value>
    public Action BeforeWork { get; init; } = () => { };

    /// <summary>Puts something around the store of a lake; a test puts in what breaks.</summary>
    /// <value>The default leaves it as it is.</value>
    public Func<IObjectStore, IObjectStore> AroundStore { get; init; } = store => store;

    /// <summary>An absolute path.</summary>
    public string PathOf(string path) => Path.GetFullPath(path, WorkingFolder);

    /// <summary>A path as a person would type it: relative when it lies below the working folder.</summary>
    public string Shown(string path)
    {
        var relative = Path.GetRelativePath(WorkingFolder, path);
        return relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? path : "./" + relative.Replace('\\', '/');
    }
}
