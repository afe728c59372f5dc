using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Pipeline.App.Azure;

/// <summary>The requests that write one blob once.</summary>
/// <remarks>
/// Every write carries a mark of its own. When an answer is lost, the client's retry finds the name taken: whose bytes are there, the mark says.
/// The container is made when the first write finds none, so that a program without the right to make containers needs none where they exist.
/// </remarks>
/// <param name="container">The container.</param>
/// <param name="name">The blob in it.</param>
/// <param name="id">Tells this write from all others.</param>
internal sealed class BlobWriter(BlobContainerClient container, string name, Guid id)
{
    private const string Mark = "writer";

    private readonly BlockBlobClient _blob = container.GetBlockBlobClient(name);

    private Dictionary<string, string> Metadata => new(StringComparer.Ordinal) { [Mark] = id.ToString("N") };

    public async Task<bool> ExistsAsync(CancellationToken cancellationToken) => await _blob.ExistsAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Writes a whole blob with one request, when there is none yet.</summary>
    /// <returns><see langword="false"/> when the name is taken.</returns>
    public async Task<bool> TryCreateAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var outcome = await PutAsync(content, new BlobRequestConditions { IfNoneMatch = ETag.All }, cancellationToken).ConfigureAwait(false);
        if (outcome != WriteOutcome.TakenByNothing) { return outcome == WriteOutcome.Ours; }

        // Blocks that a killed writer staged hold the name in Azurite. Blocks of our own, once committed, take their place.
        string[] blocks = [BlockId(0)];
        await StageAsync(blocks[0], content, cancellationToken).ConfigureAwait(false);
        return await TryCommitAsync(blocks, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Replaces a blob that is still at <paramref name="expected"/>.</summary>
    /// <returns><see langword="false"/> when it is not.</returns>
    public async Task<bool> TryReplaceAsync(ReadOnlyMemory<byte> content, ETag expected, CancellationToken cancellationToken) =>
        await PutAsync(content, new BlobRequestConditions { IfMatch = expected }, cancellationToken).ConfigureAwait(false) == WriteOutcome.Ours;

    /// <summary>Sends one block; invisible until <see cref="TryCommitAsync"/>.</summary>
    public Task StageAsync(string block, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => InContainerAsync(
        async () =>
        {
            using var stream = StreamOf(content);
            await _blob.StageBlockAsync(block, stream, options: null, cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>Makes the staged blocks the blob, when there is none yet.</summary>
    /// <returns><see langword="false"/> when the name is taken.</returns>
    public async Task<bool> TryCommitAsync(IEnumerable<string> blocks, CancellationToken cancellationToken)
    {
        var options = new CommitBlockListOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All }, Metadata = Metadata };
        return await TryAsync(() => _blob.CommitBlockListAsync(blocks, options, cancellationToken), cancellationToken).ConfigureAwait(false) == WriteOutcome.Ours;
    }

    /// <summary>The name of a block: no other write of this blob has it, so that writers who race do not mix their blocks.</summary>
    public string BlockId(int index)
    {
        Span<byte> bytes = stackalloc byte[20];
        id.TryWriteBytes(bytes);
        BinaryPrimitives.WriteInt32BigEndian(bytes[16..], index);
        return Convert.ToBase64String(bytes);
    }

    private Task<WriteOutcome> PutAsync(ReadOnlyMemory<byte> content, BlobRequestConditions conditions, CancellationToken cancellationToken) => TryAsync(
        async () =>
        {
            using var stream = StreamOf(content);
            await _blob.UploadAsync(stream, new BlobUploadOptions { Conditions = conditions, Metadata = Metadata }, cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);

    private async Task<WriteOutcome> TryAsync(Func<Task> write, CancellationToken cancellationToken)
    {
        try
        {
            await InContainerAsync(write, cancellationToken).ConfigureAwait(false);
            return WriteOutcome.Ours;
        }
        catch (RequestFailedException e) when (IsTaken(e.ErrorCode))
        {
            var mark = await MarkAsync(cancellationToken).ConfigureAwait(false);
            // Blocks that are gone although nobody's blob took their place are a fault, not a race.
            if (mark is null && e.ErrorCode == BlobErrorCode.InvalidBlockList) { throw; }
            return mark is null ? WriteOutcome.TakenByNothing : mark == id.ToString("N") ? WriteOutcome.Ours : WriteOutcome.TakenByAnother;
        }
    }

    /// <summary>What says that somebody was faster. <c>InvalidBlockList</c>: their commit threw our blocks away, or our own did, and its answer was lost.</summary>
    private static bool IsTaken(string? code) =>
        code == BlobErrorCode.BlobAlreadyExists || code == BlobErrorCode.ConditionNotMet || code == BlobErrorCode.InvalidBlockList;

    /// <summary>Who wrote the blob: empty when not one of us; <see langword="null"/> when there is none.</summary>
    private async Task<string?> MarkAsync(CancellationToken cancellationToken)
    {
        try
        {
            var properties = await _blob.GetPropertiesAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
            return properties.Value.Metadata.TryGetValue(Mark, out var mark) ? mark : "";
        }
        catch (RequestFailedException e) when (AzureFailure.IsAbsent(e))
        {
            return null;
        }
    }

    private async Task InContainerAsync(Func<Task> write, CancellationToken cancellationToken)
    {
        try
        {
            await write().ConfigureAwait(false);
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
            await write().ConfigureAwait(false);
        }
    }

    private static MemoryStream StreamOf(ReadOnlyMemory<byte> content) => MemoryMarshal.TryGetArray(content, out var segment)
        ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
        : new MemoryStream(content.ToArray(), writable: false);
}

/// <summary>Whose bytes a blob holds after a write.</summary>
internal enum WriteOutcome
{
    Ours,
    TakenByAnother,

    /// <summary>The write was refused because of a blob, and there is none.</summary>
    TakenByNothing,
}
