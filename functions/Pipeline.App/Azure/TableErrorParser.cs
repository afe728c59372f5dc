using System.Text.Json;
using Azure;
using Azure.Core;

namespace Pipeline.App.Azure;

/// <summary>Reads what the Table service says when it refuses: its code lies elsewhere than those of other services.</summary>
internal sealed class TableErrorParser : RequestFailedDetailsParser
{
    private static readonly TableErrorParser Instance = new();

    public static RequestFailedException Failure(Response answer) => new(answer, innerException: null, Instance);

    public override bool TryParse(Response response, out ResponseError? error, out IDictionary<string, string>? data)
    {
        data = null;
        error = CodeIn(response.Content.ToString()) is { } code ? new ResponseError(code, "the table service refused") : null;
        return error is not null;
    }

    /// <summary>The code in the JSON of a refusal; <see langword="null"/> when it is none.</summary>
    public static string? CodeIn(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.TryGetProperty("odata.error", out var found) && found.TryGetProperty("code", out var code) ? code.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
