using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Pipeline.App.Azure;

/// <summary>Reads refusals and listings to their end while the request can still be sent again: the clients read them later, where an answer that breaks off is not asked for again.</summary>
/// <remarks>The bytes of blobs are left alone; their readers go on where they were cut off.</remarks>
internal sealed class WholeAnswerPolicy : HttpPipelinePolicy
{
    private const int FirstError = 400;

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        ProcessNext(message, pipeline);
        if (IsWanted(message.Response, out var content)) { message.Response.ContentStream = Whole(content); }
    }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        await ProcessNextAsync(message, pipeline).ConfigureAwait(false);
        if (IsWanted(message.Response, out var content)) { message.Response.ContentStream = await WholeAsync(content, message.CancellationToken).ConfigureAwait(false); }
    }

    private static bool IsWanted(Response answer, out Stream content)
    {
        content = answer.ContentStream ?? Stream.Null;
        var isText = answer.Status >= FirstError || (answer.Headers.ContentType?.StartsWith("application/xml", StringComparison.OrdinalIgnoreCase) ?? false);
        return isText && answer.ContentStream is { CanSeek: false };
    }

    private static MemoryStream Whole(Stream content)
    {
        using (content)
        {
            var whole = new MemoryStream();
            content.CopyTo(whole);
            whole.Position = 0;
            return whole;
        }
    }

    private static async Task<MemoryStream> WholeAsync(Stream content, CancellationToken cancellationToken)
    {
        await using (content.ConfigureAwait(false))
        {
            var whole = new MemoryStream();
            await content.CopyToAsync(whole, cancellationToken).ConfigureAwait(false);
            whole.Position = 0;
            return whole;
        }
    }
}
