using System.Collections.Immutable;
using Pipeline.Parquet;

namespace Pipeline.Storage.Delta;

/// <summary>What a program must be able to do to read and to write the table.</summary>
internal sealed record Protocol(int MinReaderVersion, int MinWriterVersion)
{
    /// <summary>Plain Delta: the versions that every reader knows.</summary>
    public static Protocol Plain { get; } = new(1, 2);
}

/// <summary>The table's identity, columns and properties.</summary>
internal sealed record Metadata(string Id, TableSchema Schema, ImmutableSortedDictionary<string, string> Configuration, long CreatedTime)
{
    /// <summary>Whether columns and properties are the same; the identity does not matter.</summary>
    public bool MeansTheSameAs(Metadata other) => Schema.Equals(other.Schema) && Configuration.SequenceEqual(other.Configuration);
}

/// <summary>A file that a version took out of the table, kept so that no vacuum takes it too early.</summary>
internal sealed record RemovedFile(string Path, long DeletionTimestamp, long? ByteCount);

/// <summary>The actions of one commit file.</summary>
internal sealed class CommitActions
{
    public Protocol? Protocol { get; set; }

    public Metadata? Metadata { get; set; }

    /// <summary>The writer's own name for the commit, by which it recognises it when an answer was lost.</summary>
    public string? TransactionId { get; set; }

    public List<DataFile> Adds { get; } = [];

    public List<RemovedFile> Removes { get; } = [];

    public List<(string AppId, long Version)> Transactions { get; } = [];
}
