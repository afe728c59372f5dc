using System.Net;
using Azure.Core.Pipeline;

namespace Pipeline.App.Tests.Azure;

/// <summary>What goes wrong with one request.</summary>
public enum WireFault
{
    None,

    /// <summary>The service does what it is asked, and the connection breaks before its answer arrives.</summary>
    AnswerDropped,

    /// <summary>The connection breaks in the middle of the upload.</summary>
    UploadCut,

    /// <summary>Nothing comes back.</summary>
    Silence,

    /// <summary>The service asks to come back later.</summary>
    TooMany,

    InternalError,

    Unavailable,

    /// <summary>The connection breaks in the middle of the answer's body.</summary>
    DownloadCut,
}

/// <summary>A request as the faults are decided by it.</summary>
/// <param name="Number">Counted from 1 among those that change something, or among those that do not.</param>
/// <param name="Try">Counted from 1: a client sends a request again when it failed.</param>
/// <param name="IsChange">Whether it changes something.</param>
public readonly record struct WireCall(int Number, int Try, bool IsChange);

/// <summary>Breaks requests below the client: what it sees is what a broken connection or a troubled service looks like, and its own retries are at work.</summary>
public sealed class FaultyHandler(Func<WireCall, WireFault> faultOf) : DelegatingHandler(new SocketsHttpHandler())
{
    private readonly Lock _door = new();
    private readonly Dictionary<string, (int Number, int Tries)> _known = new(StringComparer.Ordinal);
    private int _changes;
    private int _looks;

    /// <summary>How many requests there were that change something, retries not counted.</summary>
    public int Changes => _changes;

    /// <summary>A transport that breaks.</summary>
    public HttpPipelineTransport ToTransport() => new HttpClientTransport(new HttpClient(this, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        switch (Begin(request))
        {
            case WireFault.AnswerDropped:
                (await base.SendAsync(request, cancellationToken)).Dispose();
                throw new HttpRequestException("the connection was reset");
            case WireFault.UploadCut:
                request.Content = request.Content is null ? null : await CutContent.OfAsync(request.Content);
                (await base.SendAsync(request, cancellationToken)).Dispose();
                throw new HttpRequestException("the connection was reset");
            case WireFault.Silence:
                await Task.Delay(Timeout.Infinite, cancellationToken);
                break;
            case WireFault.TooMany: return Busy(HttpStatusCode.TooManyRequests);
            case WireFault.InternalError: return Busy(HttpStatusCode.InternalServerError);
            case WireFault.Unavailable: return Busy(HttpStatusCode.ServiceUnavailable);
            case WireFault.DownloadCut: return await CutAsync(await base.SendAsync(request, cancellationToken));
        }

        return await base.SendAsync(request, cancellationToken);
    }

    // The clients' synchronous reads: only what they need.
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) => Begin(request) switch
    {
        WireFault.None => base.Send(request, cancellationToken),
        WireFault.TooMany or WireFault.InternalError or WireFault.Unavailable => Busy(HttpStatusCode.ServiceUnavailable),
        _ => throw new HttpRequestException("the connection was reset"),
    };

    private WireFault Begin(HttpRequestMessage request)
    {
        var id = request.Headers.GetValues("x-ms-client-request-id").Single();
        var isChange = request.Method != HttpMethod.Get && request.Method != HttpMethod.Head;
        lock (_door)
        {
            var known = _known.TryGetValue(id, out var found) ? found with { Tries = found.Tries + 1 } : (Number: isChange ? ++_changes : ++_looks, Tries: 1);
            _known[id] = known;
            return faultOf(new(known.Number, known.Tries, isChange));
        }
    }

    private static HttpResponseMessage Busy(HttpStatusCode status)
    {
        var answer = new HttpResponseMessage(status) { Content = new ByteArrayContent([]) };
        answer.Headers.Add("Retry-After", "0");
        return answer;
    }

    private static async Task<HttpResponseMessage> CutAsync(HttpResponseMessage answer)
    {
        var content = new StreamContent(new CutStream(await answer.Content.ReadAsByteArrayAsync()));
        foreach (var header in answer.Content.Headers) { content.Headers.TryAddWithoutValidation(header.Key, header.Value); }
        answer.Content = content;
        return answer;
    }

    private sealed class CutContent(byte[] bytes) : HttpContent
    {
        public static async Task<HttpContent> OfAsync(HttpContent whole)
        {
            var cut = new CutContent(await whole.ReadAsByteArrayAsync());
            foreach (var header in whole.Headers) { cut.Headers.TryAddWithoutValidation(header.Key, header.Value); }
            return cut;
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(bytes.AsMemory(0, bytes.Length / 2));
            await stream.FlushAsync();
            throw new IOException("the connection was reset");
        }

        protected override bool TryComputeLength(out long length)
        {
            length = bytes.Length;
            return true;
        }
    }

    /// <summary>The first half of an answer, then the end of the connection.</summary>
    private sealed class CutStream(byte[] whole) : MemoryStream(whole, 0, whole.Length / 2, writable: false)
    {
        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position < Length ? base.ReadAsync(buffer, cancellationToken) : throw new IOException("the connection was reset");

        public override int Read(byte[] buffer, int offset, int count) => Position < Length ? base.Read(buffer, offset, count) : throw new IOException("the connection was reset");

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }
}
