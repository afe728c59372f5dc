using Microsoft.AspNetCore.Http;
using Pipeline.App.Hosting;
using Pipeline.App.Security;

namespace Pipeline.App.Http.Endpoints;

/// <summary><c>GET /api/openapi.json</c>: the API described for machines, made from the same descriptions that route requests.</summary>
internal sealed class GetOpenApi(ServerParts parts) : IApiEndpoint
{
    public ApiDescription Description { get; } = new()
    {
        Name = "openapi",
        Method = HttpMethods.Get,
        Route = "/api/openapi.json",
        Summary = "This document.",
        Role = Roles.Read,
        Successes = [new(StatusCodes.Status200OK, "OpenAPI 3.1.", Shape: null)],
    };

    public Task<ApiAnswer> AnswerAsync(ApiCall call, CancellationToken cancellationToken) =>
        Task.FromResult(ApiAnswer.Text(ApiAnswer.JsonType, OpenApiDocument.Of(ApiEndpoints.All(parts).Select(endpoint => endpoint.Description))));
}
