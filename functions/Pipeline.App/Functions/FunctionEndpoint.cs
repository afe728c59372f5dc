using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Pipeline.App.Hosting;
using Pipeline.App.Telemetry;
using Pipeline.App.Work;

namespace Pipeline.App.Functions;

/// <summary>The JSON contract of custom handlers: <c>POST /&lt;Name&gt;</c>, answered by a JSON object, or by a failure that the host understands.</summary>
/// <remarks>An empty answer would hang the invocation until the host's time limit and then kill the process, so there is always a body.</remarks>
internal sealed class FunctionEndpoint(IFunction function, ServerParts parts)
{
    /// <summary>A queue message has at most 64 KiB; coded twice and with its metadata beside it, it stays well below.</summary>
    private const int LargestInvocation = 1 << 20;

    private const string ForwardedHeader = "X-Forwarded-For";

    private readonly ILogger _logger = parts.Loggers.CreateLogger("Pipeline.Functions");

    public static void Map(IEndpointRouteBuilder routes, ServerParts parts)
    {
        foreach (var function in FunctionList.All(parts)) { routes.MapPost("/" + function.Name, (RequestDelegate)new FunctionEndpoint(function, parts).HandleAsync); }
    }

    private async Task HandleAsync(HttpContext context)
    {
        // The host calls us itself; what it forwards for others says so, and has no business here, whatever path it found.
        if (context.Request.Headers.ContainsKey(ForwardedHeader))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        try
        {
            using var body = await ReadAsync(context.Request, context.RequestAborted).ConfigureAwait(false);
            if (body is null)
            {
                await AnswerAsync(context, StatusCodes.Status400BadRequest, new(IsDone: false, "the invocation is not a JSON object of at most 1 MiB")).ConfigureAwait(false);
                return;
            }

            var answer = await function.InvokeAsync(new Invocation(body.RootElement), context.RequestAborted).ConfigureAwait(false);
            await AnswerAsync(context, answer.IsDone ? StatusCodes.Status200OK : StatusCodes.Status500InternalServerError, answer).ConfigureAwait(false);
        }
        catch (Exception error) when (!context.RequestAborted.IsCancellationRequested)
        {
            // The border: whatever it is, the host hears of a failure and the process lives on.
            _logger.WorkStumbled("", function.Name, 0, error.GetType().Name, Faults.DetailOf(error));
            await AnswerAsync(context, StatusCodes.Status500InternalServerError, new(IsDone: false, Faults.SentenceOf(error))).ConfigureAwait(false);
        }
    }

    private static async Task<JsonDocument?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        var part = new byte[16_384];
        int read;
        while ((read = await request.Body.ReadAsync(part, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (buffer.Length + read > LargestInvocation) { return null; }
            buffer.Write(part, 0, read);
        }

        try
        {
            return JsonDocument.Parse(buffer.ToArray(), new JsonDocumentOptions { MaxDepth = 32 });
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Task AnswerAsync(HttpContext context, int status, FunctionAnswer answer)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("Outputs");
            writer.WriteEndObject();
            writer.WriteStartArray("Logs");
            if (answer.Log.Length > 0) { writer.WriteStringValue(answer.Log); }
            writer.WriteEndArray();
            writer.WriteNull("ReturnValue");
            writer.WriteEndObject();
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.WrittenCount;
        return context.Response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted).AsTask();
    }
}
