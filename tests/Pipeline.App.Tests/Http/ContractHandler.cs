using System.Globalization;
using System.Text.Json.Nodes;
using Pipeline.App.Hosting;
using Pipeline.App.Http;

namespace Pipeline.App.Tests.Http;

/// <summary>Holds every answer of the API against the OpenAPI document: its status, media type and JSON body must be described there.</summary>
internal sealed class ContractHandler() : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false })
{
    public static JsonObject Document { get; } = JsonNode.Parse(OpenApiDocument.Of(Endpoints().Select(endpoint => endpoint.Description)))!.AsObject();

    public static IEnumerable<IApiEndpoint> Endpoints() => ApiEndpoints.All(new ServerParts(null!, null!, new Microsoft.Extensions.Logging.LoggerFactory()));

    /// <summary>The name of the operation that a request is for; <see langword="null"/> when it is for none.</summary>
    public static string? OperationNameOf(HttpRequestMessage request) => (string?)OperationOf(request)?["operationId"];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        if (OperationOf(request) is { } operation) { await CheckAsync(operation, answer, cancellationToken); }
        return answer;
    }

    private static JsonNode? OperationOf(HttpRequestMessage request)
    {
        var path = request.RequestUri!.AbsolutePath.Split('/');
        return Document["paths"]!.AsObject()
            .Where(template => Fits(template.Key.Split('/'), path))
            .OrderBy(template => template.Key.Contains('{', StringComparison.Ordinal))
            .Select(template => template.Value![request.Method.Method.ToLowerInvariant()])
            .FirstOrDefault();
    }

    private static bool Fits(string[] template, string[] path) =>
        template.Length == path.Length && template.Zip(path).All(part => part.First == part.Second || part.First.StartsWith('{'));

    private static async Task CheckAsync(JsonNode operation, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var status = ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
        var response = operation["responses"]![status];
        Assert.True(response is not null, $"{operation["operationId"]} answered {status}, which the document does not describe");
        var type = answer.Content.Headers.ContentType!.MediaType!;
        var content = response["content"]![type];
        Assert.True(content is not null, $"{operation["operationId"]} answered {type} with {status}, which the document does not describe");
        await answer.Content.LoadIntoBufferAsync(cancellationToken);
        if (!type.EndsWith("json", StringComparison.Ordinal)) { return; }
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
        Assert.Empty(SchemaCheck.Faults(content["schema"]!, body, "$"));
    }

    /// <summary>As much of JSON Schema as the document uses.</summary>
    private static class SchemaCheck
    {
        public static IEnumerable<string> Faults(JsonNode schema, JsonNode? value, string path)
        {
            if (schema is not JsonObject rules) { return []; }
            if ((string?)rules["$ref"] is { } reference) { return Faults(Document["components"]!["schemas"]![reference[(reference.LastIndexOf('/') + 1)..]]!, value, path); }
            if (!TypeFits(rules["type"], value)) { return [$"{path} is {value?.ToJsonString() ?? "null"}, not {rules["type"]}"]; }
            if (rules["enum"] is JsonArray choices && !choices.Any(choice => JsonNode.DeepEquals(choice, value))) { return [$"{path} is {value}, which is none of {choices.ToJsonString()}"]; }
            return value switch
            {
                JsonObject found => Children(rules, found, path),
                JsonArray list when rules["items"] is { } items => list.SelectMany((item, i) => Faults(items, item, $"{path}[{i}]")),
                _ => [],
            };
        }

        private static IEnumerable<string> Children(JsonObject rules, JsonObject value, string path)
        {
            var properties = rules["properties"]?.AsObject();
            var required = rules["required"]?.AsArray().Select(name => (string)name!) ?? [];
            // Nulls are left out of bodies, so a nullable property need not be there.
            foreach (var missing in required.Where(name => !value.ContainsKey(name) && !IsNullable(properties?[name]))) { yield return $"{path}.{missing} is missing"; }
            foreach (var (name, child) in value)
            {
                var schema = properties?[name] ?? rules["additionalProperties"];
                if (schema is null && properties is not null) { yield return $"{path}.{name} is not described"; }
                if (schema is null) { continue; }
                foreach (var fault in Faults(schema, child, $"{path}.{name}")) { yield return fault; }
            }
        }

        private static bool IsNullable(JsonNode? schema) => schema is JsonObject rules && rules["type"] is JsonArray types && types.Any(type => (string)type! == "null")
            || schema is JsonObject other && other["enum"] is JsonArray choices && choices.Contains(null);

        private static bool TypeFits(JsonNode? type, JsonNode? value) => type switch
        {
            null => true,
            JsonArray types => types.Any(one => TypeFits(one, value)),
            _ => (string)type! switch
            {
                "null" => value is null,
                "object" => value is JsonObject,
                "array" => value is JsonArray,
                "string" => value?.GetValueKind() is System.Text.Json.JsonValueKind.String,
                "boolean" => value?.GetValueKind() is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False,
                _ => value?.GetValueKind() is System.Text.Json.JsonValueKind.Number,
            },
        };
    }
}
