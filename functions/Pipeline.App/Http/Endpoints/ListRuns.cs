using Microsoft.AspNetCore.Http;
using Pipeline.App.Hosting;
using Pipeline.App.Runs;
using Pipeline.App.Security;

namespace Pipeline.App.Http.Endpoints;

/// <summary><c>GET /api/runs</c>: runs, newest first.</summary>
internal sealed class ListRuns(ServerParts parts) : IApiEndpoint
{
    private const int MostRuns = 200;
    private const int UsualRuns = 50;

    public ApiDescription Description { get; } = new()
    {
        Name = "runs",
        Method = HttpMethods.Get,
        Route = "/api/runs",
        Summary = "Runs, newest first.",
        Role = Roles.Read,
        Parameters =
        [
            new("state", "query", "Only runs in this state.", Schemas.State),
            new("limit", "query", "How many at most.", Schemas.Number(1, MostRuns, UsualRuns)),
            new("continuation", "query", "What the part before gave to ask for the next one with.", Schemas.Text),
        ],
        Successes = [new(StatusCodes.Status200OK, "A part of the list; it may be short and still have one after it.", ApiJson.Default.RunsView)],
    };

    public async Task<ApiAnswer> AnswerAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var most = call.Number("limit", 1, MostRuns, UsualRuns);
        var page = await parts.Runs.ListAsync(StateOf(call.Query("state")), most, call.Query("continuation"), cancellationToken).ConfigureAwait(false);
        return ApiAnswer.Json(StatusCodes.Status200OK, new RunsView([.. page.Runs.Select(RunView.Of)], page.Continuation), ApiJson.Default.RunsView);
    }

    private static RunState? StateOf(string? name)
    {
        if (name is null) { return null; }
        return RunNames.Read(name) ?? throw new ApiRefusalException(StatusCodes.Status400BadRequest, $"'{ApiCall.Shown(name)}' is no state; they are queued, running, done, refused and failed");
    }
}
