using Microsoft.AspNetCore.Http;
using Pipeline.App.Hosting;
using Pipeline.App.Runs;
using Pipeline.App.Security;
using Pipeline.App.Work;

namespace Pipeline.App.Http.Endpoints;

/// <summary><c>POST /api/recompute</c>: days are computed again by a worker; the answer names the run to watch.</summary>
internal sealed class PostRecompute(ServerParts parts) : IApiEndpoint
{
    private const string KeyHeader = "Idempotency-Key";
    private const int LongestKey = 200;

    public ApiDescription Description { get; } = new()
    {
        Name = "recompute",
        Method = HttpMethods.Post,
        Route = "/api/recompute",
        Summary = "Compute days, or some metrics of them, again from the facts and publish what differs.",
        Role = Roles.Recompute,
        Parameters = [new(KeyHeader, "header", "The same key with the same body is the same run; with another body it is an error.", Schemas.Length(1, LongestKey))],
        Body = ApiJson.Default.RecomputeBody,
        Successes = [new(StatusCodes.Status202Accepted, "The run that does it; Location says where to watch it.", ApiJson.Default.RunView)],
        Problems = [(StatusCodes.Status422UnprocessableEntity, "The key was used with another body."), (StatusCodes.Status415UnsupportedMediaType, "The body is no JSON.")],
    };

    public async Task<ApiAnswer> AnswerAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var body = await call.JsonAsync(ApiJson.Default.RecomputeBody, cancellationToken).ConfigureAwait(false);
        var metrics = (body.Metrics ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        RecomputeScope.Of(body.From, body.To, metrics);
        var request = new RunRequest { From = body.From, To = body.To, Metrics = metrics.Length == 0 ? null : [.. metrics], DryRun = body.DryRun };
        // Keys belong to who sends them: two callers that choose the same key mean different runs.
        var key = KeyOf(call) is { } text ? $"recompute\n{call.Caller}\n{text}" : null;
        var run = await parts.Starter.OpenAsync(WorkKind.Recompute, request, key, cancellationToken).ConfigureAwait(false);
        if (!string.Equals(run.RequestHash, RunStarter.HashOf(WorkKind.Recompute, request), StringComparison.Ordinal))
        {
            return ApiAnswer.Problem(StatusCodes.Status422UnprocessableEntity, "Key used before", $"this {KeyHeader} belongs to run {run.RunId}, which was asked for something else; choose another key");
        }

        // Also for a run that was here already: the request before this one may have died between writing it down and sending it.
        if (run is { State: RunState.Queued, Attempts: 0 })
        {
            await parts.Queues.Runs.SendAsync(WorkEnvelope.Write(new(WorkKind.Recompute, run.RunId)), TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
        }

        return GetRun.Accepted(run);
    }

    private static string? KeyOf(ApiCall call)
    {
        if (call.Header(KeyHeader) is not { } key) { return null; }
        return key.Length is > 0 and <= LongestKey && key.All(character => character is > ' ' and <= '~')
            ? key
            : throw new ApiRefusalException(StatusCodes.Status400BadRequest, $"{KeyHeader} has 1 to {LongestKey} letters, digits and signs of ASCII; a UUID is a good one");
    }
}
