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

/// <summary>Publishes metric tables: only chunks whose content changed are written, and all of a table appears with one commit.</summary>
public sealed class PublishStation(IObjectStore store, DeltaEnvironment environment)
{
    private const string LabelTag = "chunk";
    private const string ContentTag = "content";
    private const int MaximumTries = 10;

    /// <param name="table">All rows of the table.</param>
    /// <param name="days">When set, only these days are replaced; the others stay as they were published.</param>
    /// <param name="isDryRun">Whether only to say what would be written.</param>
    /// <param name="cancellationToken">Ends the work early; then nothing is visible.</param>
    public async Task<PublishReceipt> PublishAsync(PublishedTable table, DayRange? days, bool isDryRun, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryAsync(table, days, isDryRun, cancellationToken).ConfigureAwait(false);
            }
            catch (DeltaConflictException) when (attempt < MaximumTries)
            {
                // Another run published meanwhile: compare with what it left.
            }
        }
    }

    private async Task<PublishReceipt> TryAsync(PublishedTable table, DayRange? days, bool isDryRun, CancellationToken cancellationToken)
    {
        var delta = new DeltaTable(store, table.Path, environment);
        var snapshot = await delta.ReadAsync(cancellationToken).ConfigureAwait(false);
        var live = (snapshot?.Files ?? []).ToDictionary(file => file.Tags.GetValueOrDefault(LabelTag, file.Path), StringComparer.Ordinal);
        var kept = days is { } range ? new KeptDays(delta, table, range) : null;

        var added = ImmutableArray.CreateBuilder<DataFile>();
        var removed = ImmutableArray.CreateBuilder<string>();
        var written = ImmutableArray.CreateBuilder<string>();
        var rows = 0L;
        foreach (var chunk in table.Chunks)
        {
            rows += chunk.Rows.RowCount;
            live.Remove(chunk.Label, out var old);
            var content = ContentHash.Of(chunk.Rows);
            if (old is not null && string.Equals(old.Tags.GetValueOrDefault(ContentTag), content, StringComparison.Ordinal)) { continue; }
            var groups = kept is null ? [chunk.Rows] : await kept.AroundAsync(chunk, old, cancellationToken).ConfigureAwait(false);
            if (groups.IsEmpty) { continue; }

            written.Add(chunk.Label);
            if (isDryRun) { continue; }
            if (old is not null) { removed.Add(old.Path); }
            // A chunk that mixes runs has no content of its own: the next full run compares and replaces it.
            var tag = groups.Length == 1 && ReferenceEquals(groups[0], chunk.Rows) ? content : "mixed";
            added.Add(await WriteAsync(delta, table.Schema, groups, chunk.Label, tag, cancellationToken).ConfigureAwait(false));
        }

        if (kept is null) { removed.AddRange(live.Values.Select(file => file.Path)); }
        return await FinishAsync(delta, table, snapshot, new(rows, added.ToImmutable(), removed.ToImmutable(), written.ToImmutable(), isDryRun), cancellationToken).ConfigureAwait(false);
    }

    private static Task<DataFile> WriteAsync(
        DeltaTable delta, TableSchema schema, ImmutableArray<ColumnBatch> groups, string label, string content, CancellationToken cancellationToken) =>
        delta.WritePartAsync(
            schema,
            groups.Select(rows => ParquetEncoder.Encode(rows)).ToAsyncEnumerable(),
            new Dictionary<string, string>(StringComparer.Ordinal) { [LabelTag] = label, [ContentTag] = content },
            cancellationToken);

    private static async Task<PublishReceipt> FinishAsync(
        DeltaTable delta, PublishedTable table, DeltaSnapshot? snapshot, Change change, CancellationToken cancellationToken)
    {
        if (change.IsDryRun || (change.Added.IsEmpty && change.Removed.IsEmpty && snapshot is not null))
        {
            return new(table.Name, change.Rows, change.Written, snapshot?.Version ?? -1);
        }

        var result = await delta.CommitAsync(
            new DeltaCommit
            {
                Schema = table.Schema,
                Operation = "PUBLISH",
                ReadAt = snapshot,
                Add = change.Added,
                Remove = change.Removed,
                IsExclusive = true,
            },
            cancellationToken).ConfigureAwait(false);
        return new(table.Name, change.Rows, change.Written, result.Version);
    }

    private sealed record Change(long Rows, ImmutableArray<DataFile> Added, ImmutableArray<string> Removed, ImmutableArray<string> Written, bool IsDryRun);
}
