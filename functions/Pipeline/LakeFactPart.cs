using System.Buffers;
using System.Collections.Immutable;
using Pipeline.Metrics;
using Pipeline.Model;
using Pipeline.Parquet;
using Pipeline.Storage;
using Pipeline.Storage.Delta;

namespace Pipeline;

/// <summary>A file of a fact table in the lake. What is kept of it lies at <c>metrics/_kept</c>, under the same name. Its extension is the kind.</summary>
internal sealed class LakeFactPart(IObjectStore store, DeltaTable table, DeltaSnapshot snapshot, DataFile file) : IFactPart
{
    /// <summary>Where everything lies that is kept of parts.</summary>
    public const string Folder = "metrics/_kept/";

    /// <summary>Where that of this part lies, but for the kind.</summary>
    public required string KeptPath { get; init; }

    /// <summary>All that is kept already.</summary>
    public required ImmutableHashSet<string> Kept { get; init; }

    public string Name => file.Path;

    public static string KeptPathOf(FactTable table, DataFile file) => $"{Folder}{table.Name}/{file.Path}.";

    public async Task ReadAsync(ImmutableArray<string> columns, Action<ColumnBatch> onBatch, CancellationToken cancellationToken)
    {
        using var arrays = new ColumnArrays();
        foreach (var group in await table.ListRowGroupsAsync(snapshot, one => ReferenceEquals(one, file), cancellationToken).ConfigureAwait(false))
        {
            onBatch(await table.ReadRowGroupAsync(group, columns, arrays, cancellationToken).ConfigureAwait(false));
        }
    }

    public async Task<bool> TryUseKeptAsync(string kind, Func<ReadOnlyMemory<byte>, bool> use, CancellationToken cancellationToken)
    {
        byte[]? rented = null;
        var isUsed = await TryReadAsync(kind, length => rented = ArrayPool<byte>.Shared.Rent(length), use, cancellationToken).ConfigureAwait(false);
        if (rented is not null) { ArrayPool<byte>.Shared.Return(rented); }
        return isUsed;
    }

    public Task<bool> TryHoldKeptAsync(string kind, Func<ReadOnlyMemory<byte>, bool> use, CancellationToken cancellationToken) =>
        TryReadAsync(kind, static length => GC.AllocateUninitializedArray<byte>(length), use, cancellationToken);

    public async Task KeepAsync(string kind, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var before = Kept.Contains(KeptPath + kind) ? await store.TryReadAsync(KeptPath + kind, cancellationToken).ConfigureAwait(false) : null;
        // Whoever is faster has kept the same, or what is true for it.
        await store.TryReplaceAsync(KeptPath + kind, content, before?.Version, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> TryReadAsync(string kind, Func<int, byte[]> allocate, Func<ReadOnlyMemory<byte>, bool> use, CancellationToken cancellationToken)
    {
        if (!Kept.Contains(KeptPath + kind)) { return false; }
        try
        {
            var stream = await store.OpenReadAsync(KeptPath + kind, cancellationToken).ConfigureAwait(false);
            await using var closing = stream.ConfigureAwait(false);
            var length = checked((int)stream.Length);
            var bytes = allocate(length).AsMemory(0, length);
            await stream.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
            return use(bytes);
        }
        catch (ObjectNotFoundException)
        {
            // Another run, that saw other parts, has swept.
            return false;
        }
    }
}
