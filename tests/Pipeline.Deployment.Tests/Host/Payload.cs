using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipeline.Deployment.Tests.Host;

/// <summary>How the text of a queue message reaches the program.</summary>
internal enum QueueForm
{
    /// <summary>As the host sends it: the text, as JSON, inside a string.</summary>
    Encoded,

    /// <summary>The text as a plain string.</summary>
    Plain,

    /// <summary>The parsed object.</summary>
    Parsed,

    /// <summary>The encoded text, encoded once more.</summary>
    EncodedTwice,
}

/// <summary>The bodies of invocations, as a Functions host writes them.</summary>
internal static class Payload
{
    private static readonly DateTimeOffset Now = new(2026, 8, 15, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A queue trigger.</summary>
    /// <param name="function">The function that is triggered.</param>
    /// <param name="text">The text of the message.</param>
    /// <param name="dequeueCount">How often the message was received, this time included.</param>
    /// <param name="form">How the text is written.</param>
    public static JsonObject Queue(HostedFunction function, string text, int dequeueCount = 1, QueueForm form = QueueForm.Encoded)
    {
        // Values that are no objects are written as JSON and then put into a string: a number becomes "1", a text becomes "\"…\"".
        var metadata = new JsonObject
        {
            ["DequeueCount"] = Json(JsonValue.Create(dequeueCount)),
            ["ExpirationTime"] = Now.AddDays(7),
            ["Id"] = Json(JsonValue.Create("0c9b4a1e-6d0f-4a39-9a35-2f1a6c1f1f10")),
            ["InsertionTime"] = Now,
            ["NextVisibleTime"] = Now.AddMinutes(10),
            ["PopReceipt"] = Json(JsonValue.Create("AgAAAAMAAAAAAAAA")),
            ["sys"] = Sys(function),
        };
        if (TryParse(text) is JsonObject message)
        {
            foreach (var (key, value) in message)
            {
                // Names differ by case only: 'id' takes the place of 'Id'.
                var taken = metadata.FirstOrDefault(entry => entry.Key.Equals(key, StringComparison.OrdinalIgnoreCase)).Key ?? key;
                metadata[taken] = value is JsonObject ? value.DeepClone() : Json(value);
            }
        }

        return new JsonObject { ["Data"] = new JsonObject { [function.Binding] = Form(text, form) }, ["Metadata"] = metadata };
    }

    /// <summary>A timer trigger.</summary>
    /// <param name="function">The function that is triggered.</param>
    /// <param name="isFirst">Whether the schedule was never seen before: then the host knows no status.</param>
    /// <param name="isPastDue">Whether the time has passed while nobody listened.</param>
    public static JsonObject Timer(HostedFunction function, bool isFirst = false, bool isPastDue = false) => new()
    {
        ["Data"] = new JsonObject
        {
            [function.Binding] = new JsonObject
            {
                ["Schedule"] = new JsonObject { ["AdjustForDST"] = true },
                ["ScheduleStatus"] = isFirst ? null : new JsonObject { ["Last"] = Now.AddDays(-1), ["Next"] = Now, ["LastUpdated"] = Now.AddDays(-1) },
                ["IsPastDue"] = isPastDue,
            },
        },
        ["Metadata"] = new JsonObject { ["sys"] = Sys(function) },
    };

    /// <summary>Event Grid's message of a new blob, as it comes through the queue.</summary>
    public static JsonObject BlobCreated(string container, string name) => new()
    {
        ["topic"] = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/lake",
        ["subject"] = $"/blobServices/default/containers/{container}/blobs/{name}",
        ["eventType"] = "Microsoft.Storage.BlobCreated",
        // The name that the host's own metadata also has.
        ["id"] = "831e1650-001e-001b-66ab-eeb76e069631",
        ["data"] = new JsonObject { ["api"] = "PutBlob", ["contentType"] = "text/csv", ["contentLength"] = 1, ["blobType"] = "BlockBlob", ["eTag"] = "0x8D4BCC2E4835CD0" },
        ["dataVersion"] = "",
        ["metadataVersion"] = "1",
        ["eventTime"] = "2026-08-15T11:59:58.1234567Z",
    };

    private static JsonNode? Form(string text, QueueForm form) => form switch
    {
        QueueForm.Plain => JsonValue.Create(text),
        QueueForm.Parsed => TryParse(text),
        QueueForm.EncodedTwice => Json(Json(JsonValue.Create(text))),
        _ => Json(JsonValue.Create(text)),
    };

    private static JsonObject Sys(HostedFunction function) => new() { ["MethodName"] = function.Name, ["UtcNow"] = Now, ["RandGuid"] = "5b1f6f2a-3b58-4a62-9a52-1f6b2f7d9f55" };

    private static JsonValue Json(JsonNode? value) => JsonValue.Create(value?.ToJsonString() ?? "null");

    private static JsonNode? TryParse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
