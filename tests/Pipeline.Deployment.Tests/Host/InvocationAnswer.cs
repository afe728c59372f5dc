using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipeline.Deployment.Tests.Host;

/// <summary>What the host makes of an answer to an invocation.</summary>
/// <param name="IsDone">Whether the invocation succeeded.</param>
/// <param name="Fault">Why it failed; empty when it did not.</param>
/// <param name="Body">The answer, of an invocation that succeeded.</param>
internal sealed record InvocationAnswer(bool IsDone, string Fault, JsonObject? Body)
{
    public static InvocationAnswer Failed(string fault) => new(IsDone: false, fault, Body: null);

    /// <summary>Judges as the host does.</summary>
    /// <exception cref="InvalidOperationException">The host would wait for ever: it takes an empty answer for none, and kills the program at its time limit.</exception>
    public static async Task<InvocationAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        if (!response.IsSuccessStatusCode) { return Failed($"{(int)response.StatusCode}: {text}"); }
        if (response.StatusCode is HttpStatusCode.NoContent || text.Length == 0) { throw new InvalidOperationException($"the answer is {(int)response.StatusCode} with no body; the invocation never completes"); }
        if (response.Content.Headers.ContentType?.MediaType is not "application/json") { return Failed($"the answer is '{response.Content.Headers.ContentType}', not JSON"); }
        try
        {
            return JsonNode.Parse(text) is JsonObject body ? Check(body) : Failed("the answer is no JSON object: " + text);
        }
        catch (JsonException error)
        {
            return Failed($"the answer is not JSON ({error.Message}): {text}");
        }
    }

    private static InvocationAnswer Check(JsonObject body)
    {
        if (body["Outputs"] is not (null or JsonObject)) { return Failed("Outputs is no object"); }
        if (body["Logs"] is not null && (body["Logs"] is not JsonArray logs || logs.Any(line => line?.GetValueKind() is not JsonValueKind.String))) { return Failed("Logs is no list of texts"); }
        return new(IsDone: true, "", body);
    }
}
