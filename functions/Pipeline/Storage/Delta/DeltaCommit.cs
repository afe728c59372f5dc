using System.Collections.Immutable;
using Pipeline.Parquet;

namespace Pipeline.Storage.Delta;

/// <summary>One atomic change of a table: all of it becomes visible at once, or none.</summary>
public sealed record DeltaCommit
{
    /// <summary>The table's columns after the commit. It may add nullable columns; anything else must remove every file it read.</summary>
    public required TableSchema Schema { get; init; }

    /// <summary>What the commit does, in a word or two, for people who read the log.</summary>
    public required string Operation { get; init; }

    /// <summary>What the caller saw and computed from; <see langword="null"/> when there was no table.</summary>
    public DeltaSnapshot? ReadAt { get; init; }

    /// <summary>Names of the work that is done with this commit, such as <c>ingest/stripe/&lt;sha256&gt;</c>; work in the log is never done again.</summary>
    public ImmutableArray<string> Transactions { get; init; } = [];

    /// <summary>Parts that <see cref="DeltaTable.WritePartAsync"/> wrote.</summary>
    public ImmutableArray<DataFile> Add { get; init; } = [];

    /// <summary>Paths of live files that are no longer part of the table. The files stay for readers of older versions.</summary>
    public ImmutableArray<string> Remove { get; init; } = [];

    /// <summary>The table's properties after the commit; <see langword="null"/> keeps those it has.</summary>
    public IReadOnlyDictionary<string, string>? Configuration { get; init; }

    /// <summary>Whether any commit since <see cref="ReadAt"/> makes this one wrong, not only one that touches the same files.</summary>
    public bool IsExclusive { get; init; }

    /// <summary>Whether rows change. Rewriting the same rows into other files does not change them.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool ChangesRows { get; init; } = true;
}

/// <summary>How a commit ended.</summary>
public enum CommitOutcome
{
    /// <summary>The change is in the log, and this call put it there.</summary>
    Committed,

    /// <summary>All its transactions were in the log already; nothing was written.</summary>
    AlreadyDone,
}

/// <summary>What became of a commit.</summary>
/// <param name="Version">The version that holds the change; for work already done, the newest version seen.</param>
/// <param name="Outcome">Who did it.</param>
/// <param name="CheckpointFailure">Why the checkpoint that was due could not be written; harmless, the commit stands.</param>
public sealed record CommitResult(long Version, CommitOutcome Outcome, StorageException? CheckpointFailure = null);
