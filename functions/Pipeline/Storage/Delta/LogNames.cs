using System.Globalization;

namespace Pipeline.Storage.Delta;

/// <summary>The names of a table's log files.</summary>
internal sealed class LogNames(string table)
{
    private const string CommitSuffix = ".json";
    private const string CheckpointSuffix = ".checkpoint.parquet";
    private const int VersionDigits = 20;

    public string Folder { get; } = $"{table}/_delta_log/";

    public string LastCheckpoint => Folder + "_last_checkpoint";

    public string Commit(long version) => Name(version, CommitSuffix);

    public string Checkpoint(long version) => Name(version, CheckpointSuffix);

    /// <summary>The version that a path of the log folder names, when it is a commit; otherwise -1.</summary>
    public long CommitVersion(string path) => VersionOf(path, CommitSuffix);

    /// <summary>The version that a path of the log folder names, when it is a checkpoint in one part; otherwise -1.</summary>
    public long CheckpointVersion(string path) => VersionOf(path, CheckpointSuffix);

    private string Name(long version, string suffix) =>
        Folder + version.ToString("D20", CultureInfo.InvariantCulture) + suffix;

    private long VersionOf(string path, string suffix)
    {
        var name = path.AsSpan(Folder.Length);
        if (name.Length != VersionDigits + suffix.Length || !name.EndsWith(suffix, StringComparison.Ordinal)) { return -1; }

        return long.TryParse(name[..VersionDigits], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : -1;
    }
}
