using System.Text.Json;
using Pipeline.Parquet;
using Pipeline.Parquet.Nested;

namespace Pipeline.Storage.Delta;

/// <summary>The table's whole state at one version in one Parquet file, so that readers need not replay the log from its start.</summary>
/// <remarks>Each row is one action, in the shape of a commit's line: what reads the lines reads the rows.</remarks>
internal static class Checkpoint
{
    /// <summary>How long a removed file stays named, so that no other program's vacuum takes it from a reader: Delta's own default.</summary>
    private static readonly TimeSpan RemovedRetention = TimeSpan.FromDays(7);

    private static readonly NestedField[] Fields =
    [
        NestedField.Struct("txn", new("appId", NestedKind.Text), new("version", NestedKind.Int64), new("lastUpdated", NestedKind.Int64)),
        NestedField.Struct(
            "add",
            new("path", NestedKind.Text),
            new("partitionValues", NestedKind.TextMap),
            new("size", NestedKind.Int64),
            new("modificationTime", NestedKind.Int64),
            new("dataChange", NestedKind.Boolean),
            new("stats", NestedKind.Text),
            new("tags", NestedKind.TextMap)),
        NestedField.Struct(
            "remove",
            new("path", NestedKind.Text),
            new("deletionTimestamp", NestedKind.Int64),
            new("dataChange", NestedKind.Boolean),
            new("extendedFileMetadata", NestedKind.Boolean),
            new("partitionValues", NestedKind.TextMap),
            new("size", NestedKind.Int64)),
        NestedField.Struct(
            "metaData",
            new("id", NestedKind.Text),
            new("name", NestedKind.Text),
            new("description", NestedKind.Text),
            NestedField.Struct("format", new("provider", NestedKind.Text), new("options", NestedKind.TextMap)),
            new("schemaString", NestedKind.Text),
            new("partitionColumns", NestedKind.TextList),
            new("configuration", NestedKind.TextMap),
            new("createdTime", NestedKind.Int64)),
        NestedField.Struct("protocol", new("minReaderVersion", NestedKind.Int32), new("minWriterVersion", NestedKind.Int32)),
    ];

    /// <summary>Writes the checkpoint of <paramref name="snapshot"/>, then points to it. One that exists already is as good.</summary>
    /// <exception cref="StorageException">It could not be written. The table is as sound as before.</exception>
    public static async Task WriteAsync(IObjectStore store, LogNames names, DeltaSnapshot snapshot, DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        var actionCount = 0;
        NestedFileWriter.Write(content, Fields, Counted());
        await store.TryCreateAsync(
            names.Checkpoint(snapshot.Version),
            (stream, token) => stream.WriteAsync(content.GetBuffer().AsMemory(0, (int)content.Length), token).AsTask(),
            cancellationToken).ConfigureAwait(false);
        var size = new CheckpointSize(snapshot.Version, actionCount, content.Length, snapshot.Files.Length);
        await LastCheckpoint.AdvanceAsync(store, names, size, cancellationToken).ConfigureAwait(false);

        IEnumerable<JsonElement> Counted()
        {
            foreach (var action in ActionsOf(snapshot, now - RemovedRetention))
            {
                actionCount++;
                yield return action;
            }
        }
    }

    /// <exception cref="DeltaLogException">The file is damaged or needs what we cannot do.</exception>
    /// <exception cref="ObjectNotFoundException">There is no such file.</exception>
    public static async Task<CommitActions> ReadAsync(IObjectStore store, string path, CancellationToken cancellationToken)
    {
        var content = await store.TryReadAsync(path, cancellationToken).ConfigureAwait(false) ?? throw new ObjectNotFoundException(path);
        var actions = new CommitActions();
        try
        {
            using var stream = new MemoryStream(content.Content.ToArray(), writable: false);
            foreach (var record in NestedFileReader.Read(stream, Fields)) { CommitParser.ParseRecord(record, actions, path); }
        }
        catch (Exception e) when (e is ParquetFormatException or NotSupportedException or EndOfStreamException or OverflowException or ArgumentException or IndexOutOfRangeException)
        {
            throw DeltaLogException.Damaged(path, "the checkpoint cannot be read: " + e.Message, e);
        }

        return actions.Protocol is not null && actions.Metadata is not null ? actions : throw DeltaLogException.Damaged(path, "the checkpoint lacks protocol or metaData");
    }

    private static IEnumerable<JsonElement> ActionsOf(DeltaSnapshot snapshot, DateTimeOffset oldestRemoval)
    {
        using var actions = new ActionWriter();
        actions.Protocol(snapshot.Protocol);
        yield return Take(actions);
        actions.Metadata(snapshot.Metadata);
        yield return Take(actions);
        foreach (var (appId, version) in snapshot.Transactions.OrderBy(transaction => transaction.Key, StringComparer.Ordinal))
        {
            actions.Transaction(appId, version);
            yield return Take(actions);
        }

        foreach (var file in snapshot.Removed.Where(file => file.DeletionTimestamp >= oldestRemoval.ToUnixTimeMilliseconds()))
        {
            actions.Remove(file, changesRows: false);
            yield return Take(actions);
        }

        foreach (var file in snapshot.Files)
        {
            actions.Add(file, changesRows: false);
            yield return Take(actions);
        }
    }

    private static JsonElement Take(ActionWriter actions)
    {
        using var document = JsonDocument.Parse(actions.Written);
        var action = document.RootElement.Clone();
        actions.Clear();
        return action;
    }
}
