using System.Buffers;
using System.Text;
using System.Text.Json;
using Pipeline.Storage;

namespace Pipeline.App.Work;

/// <summary>Work items as texts of messages, and back.</summary>
/// <remarks>
/// The keys are our own and none of them is <c>id</c>: the Functions host merges the top-level keys of a message into its metadata, where <c>id</c> would take the
/// place of the message's own. An Event Grid event of a new blob, in its own or in the CloudEvents schema, is a landed export too.
/// </remarks>
internal static class WorkEnvelope
{
    /// <summary>The version of the form that this program writes.</summary>
    public const int FormVersion = 1;

    private const string FormKey = "pipeline_work";
    private const string KindKey = "work_kind";
    private const string RunKey = "work_run";
    private const string PathKey = "work_path";

    public static string Write(WorkItem item)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber(FormKey, FormVersion);
            writer.WriteString(KindKey, NameOf(item.Kind));
            if (item.RunId.Length > 0) { writer.WriteString(RunKey, item.RunId); }
            if (item.Path.Length > 0) { writer.WriteString(PathKey, item.Path); }
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Reads the text of a message. What is not ours and not an event of a new blob is refused with a sentence; nothing throws.</summary>
    public static WorkReading Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 16 });
            return Read(document.RootElement);
        }
        catch (JsonException)
        {
            return WorkReading.Refuse($"the message is not JSON: '{Shown(text)}'; send a work item or an Event Grid event");
        }
    }

    /// <summary>As <see cref="Read(string)"/>, of a message that was parsed already. A JSON string is read as the text of the message.</summary>
    public static WorkReading Read(JsonElement message) => message.ValueKind switch
    {
        JsonValueKind.String => Read(message.GetString()!),
        JsonValueKind.Object when message.TryGetProperty(FormKey, out var form) => ReadOwn(message, form),
        JsonValueKind.Object => BlobEvent.Read(message),
        JsonValueKind.Array when message.GetArrayLength() == 1 => Read(message[0]),
        _ => WorkReading.Refuse($"the message is {message.ValueKind}; send one work item or one Event Grid event"),
    };

    /// <summary>The name of a kind in messages and run records.</summary>
    public static string NameOf(WorkKind kind) => kind switch
    {
        WorkKind.LandedExport => "landed_export",
        WorkKind.Reconcile => "reconcile",
        WorkKind.DailySnapshot => "daily_snapshot",
        _ => "recompute",
    };

    private static WorkReading ReadOwn(JsonElement message, JsonElement form)
    {
        if (form.ValueKind != JsonValueKind.Number || !form.TryGetInt32(out var version) || version != FormVersion)
        {
            return WorkReading.Refuse($"the message has form {Shown(form.GetRawText())}, this program reads form {FormVersion}; update the workers");
        }

        var name = TextOf(message, KindKey);
        if (KindOf(name) is not { } kind) { return WorkReading.Refuse($"'{Shown(name)}' is no kind of work"); }
        var item = new WorkItem(kind, TextOf(message, RunKey), TextOf(message, PathKey));
        return kind == WorkKind.LandedExport ? OfLanded(item) : WorkReading.Of(item);
    }

    /// <summary>Lets through only what lies where files are landed or kept: no message makes a worker read anything else as an export.</summary>
    internal static WorkReading OfLanded(WorkItem item)
    {
        if (!item.Path.StartsWith(BlobEvent.Landing, StringComparison.Ordinal) && !ObjectPath.IsRaw(item.Path))
        {
            return WorkReading.Refuse($"'{Shown(item.Path)}' lies neither in landing nor in raw");
        }

        try
        {
            ObjectPath.Check(item.Path);
            return WorkReading.Of(item);
        }
        catch (ArgumentException)
        {
            return WorkReading.Refuse($"'{Shown(item.Path)}' cannot be the path of a file");
        }
    }

    private static WorkKind? KindOf(string name)
    {
        foreach (var kind in Enum.GetValues<WorkKind>())
        {
            if (name.Equals(NameOf(kind), StringComparison.Ordinal)) { return kind; }
        }

        return null;
    }

    internal static string TextOf(JsonElement message, string key) =>
        message.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    /// <summary>The start of a text that came from outside, on one line.</summary>
    internal static string Shown(string text)
    {
        var start = string.Concat(text.Take(80).Select(character => char.IsControl(character) ? ' ' : character));
        return text.Length > 80 ? start + "…" : start;
    }
}

/// <summary>What the text of a message says.</summary>
/// <param name="Item">The work; <see langword="null"/> when there is none.</param>
/// <param name="Refusal">Why the message cannot be used, as a sentence; empty when it can, also when it asks for nothing.</param>
internal sealed record WorkReading(WorkItem? Item, string Refusal)
{
    /// <summary>A message that is understood and asks for nothing: an event of another kind, or of a blob outside landing.</summary>
    public static WorkReading Nothing { get; } = new(null, "");

    public static WorkReading Of(WorkItem item) => new(item, "");

    public static WorkReading Refuse(string sentence) => new(null, sentence);
}
