using Microsoft.AspNetCore.Http;
using Pipeline.App.Hosting;
using Pipeline.App.Runs;
using Pipeline.App.Security;

namespace Pipeline.App.Http.Endpoints;

/// <summary><c>GET /api/runs/{id}</c>: how far a run is and what became of it.</summary>
internal sealed class GetRun(ServerParts parts) : IApiEndpoint
{
    private const int PollAfterSeconds = 2;

    public ApiDescription Description { get; } = new()
    {
        Name = "run",
        Method = HttpMethods.Get,
        Route = "/api/runs/{id}",
        Summary = "A run: progress, counts, errors, the versions it published.",
        Role = Roles.Read,
        Parameters = [new("id", "path", "The id of the run.", Schemas.RunId, IsRequired: true)],
        Successes = [new(StatusCodes.Status200OK, "The run. Retry-After says when it is worth asking again.", ApiJson.Default.RunView)],
        Problems = [(StatusCodes.Status404NotFound, "There is no such run.")],
    };

    /// <summary>The answer to a request that a worker will carry out.</summary>
    public static ApiAnswer Accepted(RunRecord run) => Answer(StatusCodes.Status202Accepted, run) with { Location = "/api/runs/" + run.RunId };

    public async Task<ApiAnswer> AnswerAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var id = call.Path("id");
        return await parts.Runs.TryReadAsync(id, cancellationToken).ConfigureAwait(false) is { } found
            ? Answer(StatusCodes.Status200OK, found.Run)
            : ApiAnswer.Problem(StatusCodes.Status404NotFound, "No such run", $"there is no run '{ApiCall.Shown(id)}'; /api/runs lists them");
    }

    private static ApiAnswer Answer(int status, RunRecord run) =>
        ApiAnswer.Json(status, RunView.Of(run), ApiJson.Default.RunView) with { RetryAfter = run.IsFinished ? null : PollAfterSeconds };
}
