using System.Collections.Concurrent;
using System.Collections.Immutable;
using Pipeline.Model;
using Pipeline.Parquet;
using Pipeline.Storage;
using Pipeline.Storage.Delta;

namespace Pipeline.Publish;

/// <summary>What publishing one table did.</summary>
/// <param name="Table">The table's name.</param>
/// <param name="Rows">Rows it holds now.</param>
/// <param name="ChunksWritten">Chunks that were new or different.</param>
/// <param name="Version">Its version now; -1 when it does not exist.</param>
public sealed record PublishReceipt(string Table, long Rows, ImmutableArray<string> ChunksWritten, long Version);

/// <summary>Publishes metric tables: only chunks whose inputs changed are made, only those whose content changed are written, and all of a table appears with one commit.</summary>
public sealed class PublishStation(IObjectStore store, DeltaEnvironment environment)
{
    private const string LabelTag = "chunk";
    private const string ContentTag = "content";
    private const int MaximumTries = 10;

    private const int WaitingToWorking = 2;

    /// <summary>How many threads make and encode chunks. As many chunks again may wait for the disk.</summary>
    /// <value>The default is 2.</value>
    public int Workers { get; init; } = 2;

    /// <param name="table">All rows of the table.</param>
    /// <param name="scope">When set, only this is replaced; the rest stays as it was published.</param>
    /// <param name="isDryRun">Whether only to say what would be written.</param>
    /// <param name="cancellationToken">Ends the work early; then nothing is visible.</param>
    public async Task<PublishReceipt> PublishAsync(PublishedTable table, PublishScope? scope, bool isDryRun, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryAsync(table, scope, isDryRun, cancellationToken).ConfigureAwait(false);
            }
            catch (DeltaConflictException) when (attempt < MaximumTries)
            {
                // Another run published meanwhile: compare with what it left.
            }
        }
    }

    private async Task<PublishReceipt> TryAsync(PublishedTable table, PublishScope? scope, bool isDryRun, CancellationToken cancellationToken)
    {
        var delta = new DeltaTable(store, table.Path, environment);
        var snapshot = await delta.ReadAsync(cancellationToken).ConfigureAwait(false);
        var live = (snapshot?.Files ?? []).ToDictionary(file => file.Tags.GetValueOrDefault(LabelTag, file.Path), StringComparer.Ordinal);
        var kept = scope is null ? null : new KeptDays(delta, table, scope);
        var inputs = new ChunkInputs(store, table.Path);
        var origins = scope is null ? await inputs.ReadAsync(cancellationToken).ConfigureAwait(false) : ImmutableSortedDictionary<string, ChunkOrigin>.Empty;
        var chunks = new ConcurrentDictionary<string, ChunkOutcome>(StringComparer.Ordinal);
        // Chunks are made, hashed and encoded side by side, while others wait for the disk.
        await Parallel.ForEachAsync(
            table.Chunks,
            new ParallelOptions { MaxDegreeOfParallelism = Workers * WaitingToWorking, CancellationToken = cancellationToken },
            async (chunk, token) =>
            {
                var old = live.GetValueOrDefault(chunk.Label);
                var isKnown = old is not null && chunk.Inputs is not null && origins.GetValueOrDefault(chunk.Label) == new ChunkOrigin(chunk.Inputs, old.Path);
                chunks[chunk.Label] = isKnown
                    ? new(old!.RowCount, IsNew: false, null) { Inputs = chunk.Inputs }
                    : await PublishAsync(new(delta, table.Schema, kept, isDryRun), chunk, old, token).ConfigureAwait(false) with { Inputs = chunk.Inputs };
            }).ConfigureAwait(false);

        var vanished = kept is null ? live.Where(file => !chunks.ContainsKey(file.Key)).Select(file => file.Value.Path) : [];
        var replaced = chunks.Where(chunk => chunk.Value.IsNew && live.ContainsKey(chunk.Key)).Select(chunk => live[chunk.Key].Path);
        var receipt = await FinishAsync(delta, table, snapshot, new(chunks, [.. replaced.Concat(vanished)], isDryRun), cancellationToken).ConfigureAwait(false);
        if (scope is null && !isDryRun) { await RememberAsync(inputs, origins, Origins(chunks, live), cancellationToken).ConfigureAwait(false); }
        return receipt;
    }

    private static ImmutableSortedDictionary<string, ChunkOrigin> Origins(ConcurrentDictionary<string, ChunkOutcome> chunks, Dictionary<string, DataFile> live) => chunks
        .Where(chunk => chunk.Value.Inputs is not null)
        .Select(chunk => KeyValuePair.Create(chunk.Key, new ChunkOrigin(chunk.Value.Inputs!, (chunk.Value.File ?? live[chunk.Key]).Path)))
        .ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static Task RememberAsync(
        ChunkInputs inputs, ImmutableSortedDictionary<string, ChunkOrigin> before, ImmutableSortedDictionary<string, ChunkOrigin> after, CancellationToken cancellationToken) =>
        after.SequenceEqual(before) ? Task.CompletedTask : inputs.WriteAsync(after, cancellationToken);

    private static async Task<ChunkOutcome> PublishAsync(Target target, PublishedChunk chunk, DataFile? old, CancellationToken cancellationToken)
    {
        using var arrays = new ColumnArrays();
        var computed = chunk.Make(arrays);
        var rows = computed.RowCount;
        var content = ContentHash.Of(computed);
        if (old is not null && string.Equals(old.Tags.GetValueOrDefault(ContentTag), content, StringComparison.Ordinal)) { return new(rows, IsNew: false, null); }
        var groups = target.Kept is null ? [computed] : await target.Kept.AroundAsync(computed, old, cancellationToken).ConfigureAwait(false);
        if (groups.IsEmpty) { return new(rows, IsNew: false, null); }
        if (target.IsDryRun) { return new(rows, IsNew: true, null); }

        // A chunk that mixes runs has no content of its own: the next full run compares and replaces it.
        var tag = groups.Length == 1 && ReferenceEquals(groups[0], computed) ? content : "mixed";
        var file = await target.Delta.WritePartAsync(
            target.Schema,
            groups.Select(batch => ParquetEncoder.Encode(batch)).ToAsyncEnumerable(),
            new Dictionary<string, string>(StringComparer.Ordinal) { [LabelTag] = chunk.Label, [ContentTag] = tag },
            cancellationToken).ConfigureAwait(false);
        return new(rows, IsNew: true, file);
    }

    private static async Task<PublishReceipt> FinishAsync(
        DeltaTable delta, PublishedTable table, DeltaSnapshot? snapshot, Change change, CancellationToken cancellationToken)
    {
        var rows = change.Chunks.Values.Sum(chunk => chunk.Rows);
        ImmutableArray<string> written = [.. change.Chunks.Where(chunk => chunk.Value.IsNew).Select(chunk => chunk.Key).Order(StringComparer.Ordinal)];
        if (change.IsDryRun || (written.IsEmpty && change.Removed.IsEmpty && snapshot is not null))
        {
            return new(table.Name, rows, written, snapshot?.Version ?? -1);
        }

        var result = await delta.CommitAsync(
            new DeltaCommit
            {
                Schema = table.Schema,
                Operation = "PUBLISH",
                ReadAt = snapshot,
                Add = [.. change.Chunks.OrderBy(chunk => chunk.Key, StringComparer.Ordinal).Select(chunk => chunk.Value.File).OfType<DataFile>()],
                Remove = change.Removed,
                IsExclusive = true,
            },
            cancellationToken).ConfigureAwait(false);
        return new(table.Name, rows, written, result.Version);
    }

    /// <summary>Where chunks of one table go.</summary>
    private sealed record Target(DeltaTable Delta, TableSchema Schema, KeptDays? Kept, bool IsDryRun);

    /// <summary>What became of a chunk; the file is set when it was written.</summary>
    private sealed record ChunkOutcome(long Rows, bool IsNew, DataFile? File)
    {
        public string? Inputs { get; init; }
    }

    private sealed record Change(ConcurrentDictionary<string, ChunkOutcome> Chunks, ImmutableArray<string> Removed, bool IsDryRun);
}
