using System.Buffers;
using System.Collections.Immutable;
using Pipeline.Metrics;
using Pipeline.Model;
using Pipeline.Parquet;
using Pipeline.Storage;
using Pipeline.Storage.Delta;

namespace Pipeline;

/// <summary>A file of a fact table in the lake. What is kept of it lies at <c>metrics/_kept</c>, under the same name.</summary>
internal sealed class LakeFactPart(IObjectStore store, DeltaTable table, DeltaSnapshot snapshot, DataFile file) : IFactPart
{
    /// <summary>Where everything lies that is kept of parts.</summary>
    public const string Folder = "metrics/_kept/";

    /// <summary>Where that of this part lies.</summary>
    public required string KeptPath { get; init; }

    /// <summary>Whether something is kept already.</summary>
    public required bool IsKept { get; init; }

    public static string KeptPathOf(FactTable table, DataFile file) => $"{Folder}{table.Name}/{file.Path}.sums";

    public async Task ReadAsync(ImmutableArray<string> columns, Action<ColumnBatch> onBatch, CancellationToken cancellationToken)
    {
        using var arrays = new ColumnArrays();
        foreach (var group in await table.ListRowGroupsAsync(snapshot, one => ReferenceEquals(one, file), cancellationToken).ConfigureAwait(false))
        {
            onBatch(await table.ReadRowGroupAsync(group, columns, arrays, cancellationToken).ConfigureAwait(false));
        }
    }

    public async Task<bool> TryUseKeptAsync(Func<ReadOnlyMemory<byte>, bool> use, CancellationToken cancellationToken)
    {
        if (!IsKept) { return false; }
        try
        {
            var stream = await store.OpenReadAsync(KeptPath, cancellationToken).ConfigureAwait(false);
            await using var closing = stream.ConfigureAwait(false);
            var length = checked((int)stream.Length);
            var bytes = ArrayPool<byte>.Shared.Rent(length);
            await stream.ReadExactlyAsync(bytes.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
            var isUsed = use(bytes.AsMemory(0, length));
            ArrayPool<byte>.Shared.Return(bytes);
            return isUsed;
        }
        catch (ObjectNotFoundException)
        {
            // Another run, that saw other parts, has swept.
            return false;
        }
    }

    public async Task KeepAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var before = IsKept ? await store.TryReadAsync(KeptPath, cancellationToken).ConfigureAwait(false) : null;
        // Whoever is faster has kept the same, or what is true for it.
        await store.TryReplaceAsync(KeptPath, content, before?.Version, cancellationToken).ConfigureAwait(false);
    }
}
