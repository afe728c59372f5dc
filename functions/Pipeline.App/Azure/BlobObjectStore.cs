using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Pipeline.Storage;

namespace Pipeline.App.Azure;

/// <summary>Objects as blobs of a storage account, in the containers of <see cref="LakeContainers"/>.</summary>
/// <remarks>
/// An object is created by a request that demands that its name is free, and replaced by one that demands the version that was read: the service
/// decides who is first. Containers are made on first use.
/// </remarks>
/// <param name="service">The account.</param>
/// <param name="newId">Names writes; every call gives another one.</param>
internal sealed class BlobObjectStore(BlobServiceClient service, Func<Guid> newId) : IObjectStore
{
    private readonly BlobListing _listing = new(service);

    public IAsyncEnumerable<StoredObject> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        ObjectPath.CheckPrefix(prefix);
        return _listing.ReadAsync(prefix, cancellationToken);
    }

    public async Task<Stream> OpenReadAsync(string path, CancellationToken cancellationToken)
    {
        var place = Place(path);
        try
        {
            var blob = Container(place).GetBlockBlobClient(place.Name);
            var (ranges, first) = await BlobRanges.OpenAsync(blob, Shown(path), cancellationToken).ConfigureAwait(false);
            return new BlobReadStream(ranges, first, cancellationToken);
        }
        catch (Exception e) when (AzureFailure.IsAbsent(e))
        {
            throw new ObjectNotFoundException($"no object is called {Shown(path)}", e);
        }
        catch (Exception e) when (AzureFailure.Is(e, cancellationToken))
        {
            throw AzureFailure.Of("read " + Shown(path), e);
        }
    }

    public async Task<VersionedContent?> TryReadAsync(string path, CancellationToken cancellationToken)
    {
        var place = Place(path);
        try
        {
            var answer = await Container(place).GetBlobClient(place.Name).DownloadContentAsync(cancellationToken).ConfigureAwait(false);
            return new VersionedContent(answer.Value.Content.ToMemory(), new ObjectVersion(answer.Value.Details.ETag.ToString()));
        }
        catch (Exception e) when (AzureFailure.IsAbsent(e))
        {
            return null;
        }
        catch (Exception e) when (AzureFailure.Is(e, cancellationToken))
        {
            throw AzureFailure.Of("read " + Shown(path), e);
        }
    }

    public async Task<bool> TryCreateAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        var stream = new BlobWriteStream(Writer(Place(path)), "create " + Shown(path), cancellationToken);
        await using (stream.ConfigureAwait(false))
        {
            await write(stream, cancellationToken).ConfigureAwait(false);
            return await stream.CommitAsync().ConfigureAwait(false);
        }
    }

    public async Task<bool> TryReplaceAsync(string path, ReadOnlyMemory<byte> content, ObjectVersion? expected, CancellationToken cancellationToken)
    {
        var writer = Writer(Place(path));
        try
        {
            return expected is { } version
                ? await writer.TryReplaceAsync(content, new ETag(version.Value), cancellationToken).ConfigureAwait(false)
                : await writer.TryCreateAsync(content, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (AzureFailure.Is(e, cancellationToken))
        {
            throw AzureFailure.Of("replace " + Shown(path), e);
        }
    }

    public async Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        var place = Place(path);
        try
        {
            await Container(place).GetBlobClient(place.Name).DeleteIfExistsAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (AzureFailure.IsAbsent(e))
        {
            // Not even its container is there.
        }
        catch (Exception e) when (AzureFailure.Is(e, cancellationToken))
        {
            throw AzureFailure.Of("delete " + Shown(path), e);
        }
    }

    private static BlobPlace Place(string path)
    {
        ObjectPath.Check(path);
        return LakeContainers.Of(path);
    }

    private BlobContainerClient Container(BlobPlace place) => service.GetBlobContainerClient(place.Container);

    private BlobWriter Writer(BlobPlace place) => new(Container(place), place.Name, newId());

    private string Shown(string path) => $"'{path}' in {service.Uri.AbsoluteUri}";
}
