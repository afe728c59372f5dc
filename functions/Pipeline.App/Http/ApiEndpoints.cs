using System.Collections.Immutable;
using Pipeline.App.Hosting;
using Pipeline.App.Http.Endpoints;

namespace Pipeline.App.Http;

/// <summary>Every operation of the API. A new one is one file and one line here.</summary>
internal static class ApiEndpoints
{
    /// <summary>In the order in which the OpenAPI document shows them.</summary>
    public static ImmutableArray<IApiEndpoint> All(ServerParts parts) =>
    [
        new PostRecompute(parts),
        new PostExport(parts),
        new ListRuns(parts),
        new GetRun(parts),
        new ListMetrics(),
        new GetMetric(parts),
        new ListQuarantine(parts),
        new GetHealth(parts),
        new GetOpenApi(parts),
    ];
}
