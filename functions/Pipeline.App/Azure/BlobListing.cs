using System.Runtime.CompilerServices;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Pipeline.Storage;

namespace Pipeline.App.Azure;

/// <summary>Lists the objects of a lake in the ordinal order of their whole paths, over all its containers.</summary>
internal sealed class BlobListing(BlobServiceClient service)
{
    public async IAsyncEnumerable<StoredObject> ReadAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (prefix.Contains('/', StringComparison.Ordinal))
        {
            var place = LakeContainers.Of(prefix);
            await foreach (var found in ContainerAsync(place.Container, place.Name, cancellationToken).ConfigureAwait(false)) { yield return found; }
            yield break;
        }

        // What lies at the root comes before, between and after the containers, whose paths share their first segment.
        var others = ContainerAsync(LakeContainers.Settings, prefix, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (others.ConfigureAwait(false))
        {
            var hasOther = await others.MoveNextAsync().ConfigureAwait(false);
            foreach (var area in LakeContainers.Areas.Where(area => area.StartsWith(prefix, StringComparison.Ordinal)))
            {
                for (; hasOther && string.CompareOrdinal(others.Current.Path, area + "/") < 0; hasOther = await others.MoveNextAsync().ConfigureAwait(false)) { yield return others.Current; }
                await foreach (var found in ContainerAsync(area, "", cancellationToken).ConfigureAwait(false)) { yield return found; }
            }

            for (; hasOther; hasOther = await others.MoveNextAsync().ConfigureAwait(false)) { yield return others.Current; }
        }
    }

    /// <summary>A page at a time; a container that is not there holds nothing.</summary>
    private async IAsyncEnumerable<StoredObject> ContainerAsync(string container, string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pages = service.GetBlobContainerClient(container).GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, cancellationToken).AsPages().GetAsyncEnumerator(cancellationToken);
        await using (pages.ConfigureAwait(false))
        {
            while (await MoveAsync(pages, container, cancellationToken).ConfigureAwait(false))
            {
                foreach (var blob in pages.Current.Values)
                {
                    yield return new StoredObject(LakeContainers.PathOf(container, blob.Name), blob.Properties.ContentLength ?? 0, blob.Properties.LastModified ?? DateTimeOffset.UnixEpoch);
                }
            }
        }
    }

    private async Task<bool> MoveAsync<T>(IAsyncEnumerator<T> pages, string container, CancellationToken cancellationToken)
    {
        try
        {
            return await pages.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (AzureFailure.IsAbsent(e))
        {
            return false;
        }
        catch (Exception e) when (AzureFailure.Is(e, cancellationToken))
        {
            throw AzureFailure.Of($"list container '{container}' in {service.Uri.AbsoluteUri}", e);
        }
    }
}
