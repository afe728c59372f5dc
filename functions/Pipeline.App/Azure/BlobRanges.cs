using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Pipeline.Storage;

namespace Pipeline.App.Azure;

/// <summary>Fetches ranges of one version of a blob.</summary>
/// <param name="blob">The blob.</param>
/// <param name="shown">What it is called in a sentence.</param>
/// <param name="version">The version.</param>
/// <param name="length">How long that is.</param>
internal sealed class BlobRanges(BlobBaseClient blob, string shown, ETag version, long length)
{
    private const int PreconditionFailed = 412;

    public long Length => length;

    /// <summary>Opens a blob: its first bytes tell the version and the length as well.</summary>
    /// <exception cref="RequestFailedException">It is not there, or the account refused.</exception>
    public static async Task<(BlobRanges Blob, BlobWindow First)> OpenAsync(BlobBaseClient blob, string shown, CancellationToken cancellationToken)
    {
        const int rangeNotSatisfiable = 416;
        try
        {
            var range = new BlobDownloadOptions { Range = new HttpRange(0, BlobReadStream.SmallestFetch) };
            var answer = await blob.DownloadStreamingAsync(range, cancellationToken).ConfigureAwait(false);
            using var content = answer.Value;
            var length = content.Details.ContentRange is { Length: > 0 } text ? LengthIn(text) : content.Details.ContentLength;
            var window = BlobWindow.Rent(0, (int)Math.Min(length, BlobReadStream.SmallestFetch));
            await content.Content.ReadExactlyAsync(window.Bytes.AsMemory(0, window.Length), cancellationToken).ConfigureAwait(false);
            return (new BlobRanges(blob, shown, content.Details.ETag, length), window);
        }
        catch (RequestFailedException e) when (e.Status == rangeNotSatisfiable)
        {
            // An empty blob has no first byte to ask for.
            return (new BlobRanges(blob, shown, ETag.All, 0), default);
        }
    }

    public async Task<BlobWindow> FetchAsync(long start, int count, CancellationToken cancellationToken)
    {
        var window = BlobWindow.Rent(start, count);
        var isWhole = false;
        try
        {
            var answer = await blob.DownloadStreamingAsync(Range(start, count), cancellationToken).ConfigureAwait(false);
            using var content = answer.Value;
            await content.Content.ReadExactlyAsync(window.Bytes.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            isWhole = true;
            return window;
        }
        catch (Exception e) when (AzureFailure.Is(e, cancellationToken))
        {
            throw Failure(e);
        }
        finally
        {
            if (!isWhole) { window.Release(); }
        }
    }

    public BlobWindow Fetch(long start, int count)
    {
        var window = BlobWindow.Rent(start, count);
        var isWhole = false;
        try
        {
            Fetch(start, window.Bytes.AsSpan(0, count));
            isWhole = true;
            return window;
        }
        finally
        {
            if (!isWhole) { window.Release(); }
        }
    }

    /// <summary>Fills <paramref name="buffer"/>.</summary>
    /// <returns>Its length.</returns>
    public int Fetch(long start, Span<byte> buffer)
    {
        try
        {
            using var content = blob.DownloadStreaming(Range(start, buffer.Length)).Value;
            content.Content.ReadExactly(buffer);
            return buffer.Length;
        }
        catch (Exception e) when (AzureFailure.Is(e, CancellationToken.None))
        {
            throw Failure(e);
        }
    }

    private BlobDownloadOptions Range(long start, int count) => new()
    {
        Range = new HttpRange(start, count),
        Conditions = new BlobRequestConditions { IfMatch = version },
    };

    private StorageException Failure(Exception e) => e is RequestFailedException { Status: PreconditionFailed }
        ? new StorageException($"{shown} was replaced while it was read; read it again", e)
        : AzureFailure.Of($"read {shown}", e);

    /// <summary>The last number of <c>bytes 0-262143/1048576</c>.</summary>
    private static long LengthIn(string contentRange) =>
        long.Parse(contentRange.AsSpan(contentRange.LastIndexOf('/') + 1), System.Globalization.CultureInfo.InvariantCulture);
}
