using System.Collections.Frozen;
using System.Collections.Immutable;
using Pipeline.Parquet;

namespace Pipeline.Storage.Delta;

/// <summary>A table at one version: what a reader of that version sees, whatever is committed later.</summary>
public sealed class DeltaSnapshot
{
    private readonly FrozenDictionary<string, DataFile> _filesByPath;

    internal DeltaSnapshot(LogState state)
    {
        Version = state.Version;
        CheckpointVersion = state.CheckpointVersion;
        Protocol = state.Protocol!;
        Metadata = state.Metadata!;
        Files = [.. state.Files.Values.OrderBy(file => file.Path, StringComparer.Ordinal)];
        _filesByPath = state.Files.ToFrozenDictionary(StringComparer.Ordinal);
        Transactions = state.Transactions.ToFrozenDictionary(StringComparer.Ordinal);
        Removed = [.. state.Removed.Values.OrderBy(file => file.Path, StringComparer.Ordinal)];
    }

    /// <summary>The version, counted from 0.</summary>
    public long Version { get; }

    /// <summary>The table's columns.</summary>
    public TableSchema Schema => Metadata.Schema;

    /// <summary>The live files, in ordinal order of their paths.</summary>
    public ImmutableArray<DataFile> Files { get; }

    /// <summary>For each piece of work in the log the version its writer gave it; ours is always 1.</summary>
    public IReadOnlyDictionary<string, long> Transactions { get; }

    /// <summary>What identifies the table over all its versions.</summary>
    public string MetadataId => Metadata.Id;

    /// <summary>The table's properties.</summary>
    public IReadOnlyDictionary<string, string> Configuration => Metadata.Configuration;

    /// <summary>The newest checkpoint at or before this version that the reader met, or -1.</summary>
    internal long CheckpointVersion { get; }

    internal Protocol Protocol { get; }

    internal Metadata Metadata { get; }

    internal ImmutableArray<RemovedFile> Removed { get; }

    /// <summary>Whether <paramref name="path"/> is a live file.</summary>
    public bool IsLive(string path) => _filesByPath.ContainsKey(path);

    /// <summary>The live file at <paramref name="path"/>, or <see langword="null"/>.</summary>
    public DataFile? FindFile(string path) => _filesByPath.GetValueOrDefault(path);
}
