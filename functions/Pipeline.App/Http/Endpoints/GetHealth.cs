using Microsoft.AspNetCore.Http;
using Pipeline.App.Hosting;
using Pipeline.App.Security;
using Pipeline.Publish;

namespace Pipeline.App.Http.Endpoints;

/// <summary><c>GET /api/health</c>: whether the lake can be read.</summary>
internal sealed class GetHealth(ServerParts parts) : IApiEndpoint
{
    public ApiDescription Description { get; } = new()
    {
        Name = "health",
        Method = HttpMethods.Get,
        Route = "/api/health",
        Summary = "Whether the service can reach its lake, and up to which day numbers are published.",
        Role = Roles.Read,
        Successes = [new(StatusCodes.Status200OK, "It can.", ApiJson.Default.HealthView)],
    };

    public async Task<ApiAnswer> AnswerAsync(ApiCall call, CancellationToken cancellationToken)
    {
        // Storage that cannot be reached ends at the border as 503.
        var published = await new PublishedPointer(parts.Lake.Store).ReadAsync(cancellationToken).ConfigureAwait(false);
        return ApiAnswer.Json(StatusCodes.Status200OK, new HealthView("ok", published?.LastDay), ApiJson.Default.HealthView);
    }
}
