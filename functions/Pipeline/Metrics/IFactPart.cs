using System.Collections.Immutable;
using Pipeline.Parquet;

namespace Pipeline.Metrics;

/// <summary>A file of a fact table. It never changes, so what follows from its rows alone can be kept.</summary>
public interface IFactPart
{
    /// <summary>What tells it from all other files there are or ever were.</summary>
    string Name { get; }

    /// <summary>Reads the named columns, as <see cref="IFactReader.ReadAsync"/> does for all files of a table.</summary>
    Task ReadAsync(ImmutableArray<string> columns, Action<ColumnBatch> onBatch, CancellationToken cancellationToken);

    /// <summary>Shows what is kept of this file.</summary>
    /// <param name="kind">Tells apart what is kept of one file.</param>
    /// <param name="use">Says whether it could be used. The bytes are valid until it returns; they may be damaged, or those of another program.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    /// <returns><see langword="false"/> when nothing is kept, or nothing that could be used.</returns>
    Task<bool> TryUseKeptAsync(string kind, Func<ReadOnlyMemory<byte>, bool> use, CancellationToken cancellationToken);

    /// <summary>As <see cref="TryUseKeptAsync"/>, for what is looked at later too: the bytes stay as they are.</summary>
    Task<bool> TryHoldKeptAsync(string kind, Func<ReadOnlyMemory<byte>, bool> use, CancellationToken cancellationToken);

    /// <summary>Keeps something of this file, in the place of what was kept before of that kind.</summary>
    Task KeepAsync(string kind, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);
}
