using System.Globalization;
using System.Text.Json;

namespace Pipeline.App.Functions;

/// <summary>What the Functions host sends when a trigger fires. Only what cannot be forged by a message is taken from its metadata.</summary>
/// <param name="root"><c>{"Data":{binding:value},"Metadata":{…}}</c>; valid as long as the document it is part of.</param>
internal sealed class Invocation(JsonElement root)
{
    /// <summary>How the queue binding is called in every function.json of ours.</summary>
    public const string QueueBinding = "item";

    /// <summary>How often the message was received. A text in the host's metadata; 1 when it is not there.</summary>
    public int DequeueCount
    {
        get
        {
            if (Child(root, "Metadata") is not { } metadata || Child(metadata, "DequeueCount") is not { } count) { return 1; }
            var text = count.ValueKind == JsonValueKind.String ? count.GetString() : count.GetRawText();
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Max(1, number) : 1;
        }
    }

    /// <summary>The queue message: JSON text in a string, a string in a string, or the object itself; <see langword="null"/> when there is none.</summary>
    public JsonElement? Message => Child(root, "Data") is { } data ? Child(data, QueueBinding) : null;

    private static JsonElement? Child(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var child) ? child : null;
}

/// <summary>What a function answers.</summary>
/// <param name="IsDone">Whether the host may forget the message; otherwise it counts as failed and comes again.</param>
/// <param name="Log">A line for the host's log.</param>
internal readonly record struct FunctionAnswer(bool IsDone, string Log);

/// <summary>A function that the host calls by <c>POST /&lt;Name&gt;</c>.</summary>
internal interface IFunction
{
    /// <summary>The name of its folder.</summary>
    string Name { get; }

    Task<FunctionAnswer> InvokeAsync(Invocation invocation, CancellationToken cancellationToken);
}
