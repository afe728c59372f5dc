using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Pipeline.App.Security;

namespace Pipeline.App.Http;

/// <summary>The API as OpenAPI 3.1, written from the descriptions of its endpoints and the shapes that they read and write.</summary>
internal static class OpenApiDocument
{
    private static readonly (int Status, string Meaning)[] BorderProblems =
    [
        (400, "A parameter or the body cannot be used; the detail says which and why."),
        (401, "There is no valid token, or the function key is missing."),
        (403, "The token does not allow this."),
        (408, "The request came too slowly."),
        (413, "The body is too large."),
        (429, "Too much is being done at once; Retry-After says when to ask again."),
        (500, "A fault in the service; the correlation id finds it in the log."),
        (503, "Storage cannot be reached; Retry-After says when to ask again."),
    ];

    public static string Of(IEnumerable<ApiDescription> endpoints)
    {
        var paths = new JsonObject();
        foreach (var path in endpoints.GroupBy(endpoint => endpoint.Route, StringComparer.Ordinal))
        {
            paths.Add(path.Key, new JsonObject(path.Select(endpoint => KeyValuePair.Create(endpoint.Method.ToLowerInvariant(), (JsonNode?)Operation(endpoint)))));
        }

        var document = new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = "Pipeline", ["version"] = "1", ["description"] = "Revenue metrics by day: land exports, compute again, read numbers and what became of runs." },
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject
                {
                    ["entra"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["bearerFormat"] = "JWT", ["description"] = $"A token of Entra ID with the role {Roles.Read} or {Roles.Recompute}." },
                    ["key"] = new JsonObject { ["type"] = "apiKey", ["in"] = "header", ["name"] = FunctionKey.Header, ["description"] = "The function key, where one is set; never in the query." },
                },
                ["schemas"] = new JsonObject { ["Problem"] = Schema(ApiJson.Default.ApiProblem) },
            },
        };
        return document.ToJsonString();
    }

    private static JsonObject Operation(ApiDescription endpoint)
    {
        var operation = new JsonObject
        {
            ["operationId"] = endpoint.Name,
            ["summary"] = endpoint.Summary,
            ["description"] = $"Needs the role {endpoint.Role}.",
            ["security"] = new JsonArray(new JsonObject { ["entra"] = new JsonArray(endpoint.Role), ["key"] = new JsonArray() }),
            ["parameters"] = new JsonArray([.. endpoint.Parameters.Select(Parameter)]),
        };
        if (endpoint.Body is { } body) { operation["requestBody"] = RequestBody(ApiAnswer.JsonType, Schema(body)); }
        if (endpoint.TakesFile) { operation["requestBody"] = RequestBody("application/octet-stream", new JsonObject()); }
        operation["responses"] = Responses(endpoint);
        return operation;
    }

    private static JsonNode Parameter(ApiParameter parameter) => new JsonObject
    {
        ["name"] = parameter.Name,
        ["in"] = parameter.In,
        ["required"] = parameter.IsRequired,
        ["description"] = parameter.Meaning,
        ["schema"] = JsonNode.Parse(parameter.Schema),
    };

    private static JsonObject RequestBody(string type, JsonNode schema) => new()
    {
        ["required"] = true,
        ["content"] = new JsonObject { [type] = new JsonObject { ["schema"] = schema } },
    };

    private static JsonObject Responses(ApiDescription endpoint)
    {
        var responses = new JsonObject();
        foreach (var success in endpoint.Successes)
        {
            var content = new JsonObject { [ApiAnswer.JsonType] = new JsonObject { ["schema"] = success.Shape is { } shape ? Schema(shape) : new JsonObject { ["type"] = "object" } } };
            if (success.OtherType is { } other) { content[other] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } }; }
            responses[Key(success.Status)] = new JsonObject { ["description"] = success.Meaning, ["content"] = content };
        }

        foreach (var (status, meaning) in BorderProblems.Concat(endpoint.Problems).OrderBy(problem => problem.Status))
        {
            responses[Key(status)] = new JsonObject
            {
                ["description"] = meaning,
                ["content"] = new JsonObject { [ApiAnswer.ProblemType] = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = "#/components/schemas/Problem" } } },
            };
        }

        return responses;
    }

    private static JsonNode Schema(JsonTypeInfo shape) => shape.GetJsonSchemaAsNode(new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true });

    private static string Key(int status) => status.ToString(CultureInfo.InvariantCulture);
}
