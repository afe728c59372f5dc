using Microsoft.Extensions.Logging;

namespace Pipeline.App.Telemetry;

/// <summary>What the API logs. Paths, queries, headers and bodies are never among it: they are the caller's, and may hold keys.</summary>
internal static partial class HttpEvents
{
    [LoggerMessage(EventId = 200, Level = LogLevel.Information, Message = "{Endpoint} answered {Status} after {Milliseconds} ms, correlation {CorrelationId}")]
    public static partial void RequestAnswered(this ILogger logger, string endpoint, int status, long milliseconds, string correlationId);

    [LoggerMessage(EventId = 201, Level = LogLevel.Warning, Message = "{Endpoint} was refused with {Status}: {Fault}, correlation {CorrelationId}")]
    public static partial void RequestRefused(this ILogger logger, string endpoint, int status, string fault, string correlationId);

    [LoggerMessage(EventId = 202, Level = LogLevel.Error, Message = "a request stumbled over {Fault}: {Detail}, correlation {CorrelationId}")]
    public static partial void RequestStumbled(this ILogger logger, string correlationId, string fault, string detail);
}
