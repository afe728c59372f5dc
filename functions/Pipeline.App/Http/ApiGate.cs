using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Pipeline.App.Hosting;
using Pipeline.App.Security;
using Pipeline.App.Telemetry;
using Pipeline.App.Work;
using Pipeline.Storage;

namespace Pipeline.App.Http;

/// <summary>The border of the API: who may pass, how much at once, how long; and whatever goes wrong becomes a problem with nothing internal in it.</summary>
internal sealed class ApiGate : IDisposable
{
    private const string CorrelationHeader = "x-correlation-id";
    private const int RetrySeconds = 5;

    private readonly ServerParts _parts;
    private readonly ApiAccess _access;
    private readonly SemaphoreSlim _places;
    private readonly ILogger _logger;

    public ApiGate(ServerParts parts)
    {
        _parts = parts;
        _access = new(parts.Settings.Authentication);
        _places = new(parts.Settings.MostRequests);
        _logger = parts.Loggers.CreateLogger("Pipeline.Http");
    }

    public void Dispose() => _places.Dispose();

    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var endpoint in ApiEndpoints.All(_parts))
        {
            routes.MapMethods(endpoint.Description.Route, [endpoint.Description.Method], (RequestDelegate)(http => HandleAsync(http, endpoint))).WithDisplayName(endpoint.Description.Name);
        }
    }

    /// <summary>Gives answers of routing itself, which have no body, the form of all other problems.</summary>
    public static async Task FinishAsync(HttpContext http, RequestDelegate next)
    {
        await next(http).ConfigureAwait(false);
        if (http.Response.HasStarted || http.Response.StatusCode is not (StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed)) { return; }
        var problem = http.Response.StatusCode == StatusCodes.Status404NotFound
            ? ApiAnswer.Problem(StatusCodes.Status404NotFound, "Not found", "there is nothing here; /api/openapi.json lists what there is")
            : ApiAnswer.Problem(StatusCodes.Status405MethodNotAllowed, "Method not allowed", "it takes other methods; the Allow header lists them");
        await SendAsync(http, problem.WithCorrelation("")).ConfigureAwait(false);
    }

    private async Task HandleAsync(HttpContext http, IApiEndpoint endpoint)
    {
        var correlation = _parts.Context.NewId().ToString("N");
        http.Response.Headers[CorrelationHeader] = correlation;
        var began = _parts.Context.Clock.GetTimestamp();
        using var span = Instruments.BeginRequest(endpoint.Description.Name, http.Request.Headers.TraceParent, http.Request.Headers.TraceState);
        // Of the path nothing is logged but the endpoint's name: the rest is the caller's.
        var answer = await GuardAsync(http, endpoint, correlation).ConfigureAwait(false);
        var time = _parts.Context.Clock.GetElapsedTime(began);
        Instruments.EndRequest(span, endpoint.Description.Name, answer.Status, time);
        _logger.RequestAnswered(endpoint.Description.Name, answer.Status, (long)time.TotalMilliseconds, correlation);
        if (!http.RequestAborted.IsCancellationRequested) { await SendAsync(http, answer.WithCorrelation(correlation)).ConfigureAwait(false); }
    }

    private async Task<ApiAnswer> GuardAsync(HttpContext http, IApiEndpoint endpoint, string correlation)
    {
        try
        {
            return await PassAsync(http, endpoint, correlation).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // The border: the caller gets a problem, the log the fault, and the process lives on.
            return ProblemOf(error, http, correlation);
        }
    }

    private async Task<ApiAnswer> PassAsync(HttpContext http, IApiEndpoint endpoint, string correlation)
    {
        if (!await _places.WaitAsync(TimeSpan.Zero, CancellationToken.None).ConfigureAwait(false))
        {
            return ApiAnswer.Problem(StatusCodes.Status429TooManyRequests, "Too many requests", "as much is being answered as can be at once; ask again a little later") with { RetryAfter = 1 };
        }

        try
        {
            var verdict = await _access.CheckAsync(http.Request, endpoint.Description.Role).ConfigureAwait(false);
            if (verdict.IsGranted) { return await AnswerAsync(http, endpoint, verdict.Caller).ConfigureAwait(false); }
            _logger.RequestRefused(endpoint.Description.Name, verdict.Status, verdict.Fault, correlation);
            return Refusal(http, verdict.Status, endpoint.Description.Role);
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task<ApiAnswer> AnswerAsync(HttpContext http, IApiEndpoint endpoint, string caller)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        if (endpoint.Description.TakesFile) { LiftBodyLimit(http); }
        else { limit.CancelAfter(_parts.Settings.RequestLimit); }
        return await endpoint.AnswerAsync(new ApiCall(http, caller), limit.Token).ConfigureAwait(false);
    }

    private ApiAnswer ProblemOf(Exception error, HttpContext http, string correlation)
    {
        switch (error)
        {
            case ApiRefusalException refused:
                return ApiAnswer.Problem(refused.Status, TitleOf(refused.Status), refused.Message);
            case RefusalException or Settings.SettingsException:
                return ApiAnswer.Problem(StatusCodes.Status400BadRequest, TitleOf(StatusCodes.Status400BadRequest), error.Message);
            case BadHttpRequestException bad:
                return ApiAnswer.Problem(bad.StatusCode, TitleOf(bad.StatusCode), "the request was not sent as HTTP has it, or too slowly");
            case OperationCanceledException when !http.RequestAborted.IsCancellationRequested:
                return ApiAnswer.Problem(StatusCodes.Status408RequestTimeout, TitleOf(StatusCodes.Status408RequestTimeout), "it took longer than a request may; ask for less at once");
            case OperationCanceledException:
                return ApiAnswer.Problem(StatusCodes.Status408RequestTimeout, TitleOf(StatusCodes.Status408RequestTimeout), "the caller went away");
            case StorageException or IOException:
                _logger.RequestStumbled(correlation, error.GetType().Name, Faults.DetailOf(error));
                return ApiAnswer.Problem(StatusCodes.Status503ServiceUnavailable, "Storage unavailable", "storage cannot be reached or refuses; what was there before is intact") with { RetryAfter = RetrySeconds };
            default:
                _logger.RequestStumbled(correlation, error.GetType().Name, Faults.DetailOf(error));
                return ApiAnswer.Problem(StatusCodes.Status500InternalServerError, "Fault in the service", "something is wrong with the service itself; the correlation id finds it in the log");
        }
    }

    private static ApiAnswer Refusal(HttpContext http, int status, string role)
    {
        if (status == StatusCodes.Status400BadRequest) { return ApiAnswer.Problem(status, "Key in the query", $"keys and tokens never travel in a query; send the key in the header {FunctionKey.Header} and the token in Authorization"); }
        if (status == StatusCodes.Status403Forbidden) { return ApiAnswer.Problem(status, "Forbidden", $"the token lacks the role {role}; without authentication, only requests to and from this machine are answered"); }
        http.Response.Headers.WWWAuthenticate = "Bearer";
        return ApiAnswer.Problem(status, "Unauthorized", "send a valid token of this service's tenant in Authorization: Bearer, and the function key where one is set");
    }

    private static string TitleOf(int status) => status switch
    {
        StatusCodes.Status408RequestTimeout => "Request timeout",
        StatusCodes.Status413PayloadTooLarge => "Body too large",
        StatusCodes.Status415UnsupportedMediaType => "Unsupported media type",
        _ => "Bad request",
    };

    private static void LiftBodyLimit(HttpContext http)
    {
        // The endpoint counts for itself, and lets more through than the server would.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature) { feature.MaxRequestBodySize = null; }
    }

    private static Task SendAsync(HttpContext http, ApiAnswer answer)
    {
        http.Response.StatusCode = answer.Status;
        http.Response.ContentType = answer.ContentType;
        http.Response.ContentLength = answer.Body.Length;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        if (answer.Location is { } location) { http.Response.Headers.Location = location; }
        if (answer.RetryAfter is { } seconds) { http.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture); }
        return http.Response.Body.WriteAsync(answer.Body, http.RequestAborted).AsTask();
    }
}
