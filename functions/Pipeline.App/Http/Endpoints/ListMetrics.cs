using Microsoft.AspNetCore.Http;
using Pipeline.App.Report;
using Pipeline.App.Security;
using Pipeline.Metrics;

namespace Pipeline.App.Http.Endpoints;

/// <summary><c>GET /api/metrics</c>: what every number means.</summary>
internal sealed class ListMetrics : IApiEndpoint
{
    public ApiDescription Description { get; } = new()
    {
        Name = "metrics",
        Method = HttpMethods.Get,
        Route = "/api/metrics",
        Summary = "The catalogue: what each metric means, its unit, the windows and dimensions it is published in.",
        Role = Roles.Read,
        Successes = [new(StatusCodes.Status200OK, "The metrics, in the order of the documentation.", ApiJson.Default.MetricsView)],
    };

    public Task<ApiAnswer> AnswerAsync(ApiCall call, CancellationToken cancellationToken) => Task.FromResult(
        ApiAnswer.Json(StatusCodes.Status200OK, new MetricsView([.. MetricCatalog.All.Select(metric => MetricReport.Of(metric.Definition))]), ApiJson.Default.MetricsView));
}
