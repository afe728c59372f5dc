using System.Collections.Immutable;
using System.Text.Json;

namespace Pipeline.Storage.Delta;

/// <summary>Reads a commit file: one action on each line.</summary>
internal static class CommitParser
{
    /// <exception cref="DeltaLogException">The file is damaged, or needs what this program cannot do.</exception>
    public static CommitActions Parse(ReadOnlyMemory<byte> content, string file)
    {
        var actions = new CommitActions();
        var number = 0;
        while (!content.IsEmpty)
        {
            number++;
            var end = content.Span.IndexOf((byte)'\n');
            var line = end < 0 ? content : content[..end];
            content = end < 0 ? default : content[(end + 1)..];
            if (!line.Span.Trim(" \r\t"u8).IsEmpty) { ParseRecord(line, actions, $"{file}, line {number}"); }
        }

        return number > 0 ? actions : throw DeltaLogException.Damaged(file, "the commit is empty");
    }

    /// <summary>Reads one object of actions: a line of a commit, or a row of a checkpoint.</summary>
    public static void ParseRecord(ReadOnlyMemory<byte> line, CommitActions actions, string place)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            foreach (var action in json.RootElement.EnumerateObject()) { ParseAction(action.Name, action.Value, actions, place); }
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or UriFormatException or ArgumentOutOfRangeException)
        {
            throw DeltaLogException.Damaged(place, "the action cannot be read: " + e.Message, e);
        }
    }

    private static void ParseAction(string name, JsonElement action, CommitActions actions, string place)
    {
        switch (name)
        {
            case "protocol":
                actions.Protocol = ParseProtocol(action, place);
                break;
            case "metaData":
                actions.Metadata = ParseMetadata(action, place);
                break;
            case "add":
                actions.Adds.Add(ParseAdd(action, place));
                break;
            case "remove":
                actions.Removes.Add(ParseRemove(action, place));
                break;
            case "txn":
                actions.Transactions.Add((TextOf(action, "appId"), action.GetProperty("version").GetInt64()));
                break;
            case "commitInfo":
                actions.TransactionId = OptionalText(action, "txnId");
                break;
            default:
                // An action that changes what the table means comes with a protocol that was refused.
                break;
        }
    }

    private static Protocol ParseProtocol(JsonElement action, string place)
    {
        var protocol = new Protocol(action.GetProperty("minReaderVersion").GetInt32(), action.GetProperty("minWriterVersion").GetInt32());
        TableRules.Check(protocol, FeaturesOf(action, "readerFeatures").Concat(FeaturesOf(action, "writerFeatures")), place);
        return protocol;
    }

    private static Metadata ParseMetadata(JsonElement action, string place)
    {
        if (action.GetProperty("partitionColumns").GetArrayLength() > 0) { throw DeltaLogException.Unsupported(place, "the table is partitioned"); }
        if (OptionalText(action.GetProperty("format"), "provider") is not "parquet") { throw DeltaLogException.Unsupported(place, "the data are not Parquet"); }

        var configuration = MapOf(action, "configuration");
        TableRules.Check(configuration, place);
        var created = action.TryGetProperty("createdTime", out var time) && time.ValueKind == JsonValueKind.Number ? time.GetInt64() : 0;
        return new Metadata(TextOf(action, "id"), SchemaJson.Read(TextOf(action, "schemaString"), place), configuration, created);
    }

    private static DataFile ParseAdd(JsonElement action, string place)
    {
        if (IsPresent(action, "deletionVector")) { throw DeltaLogException.Unsupported(place, "the file has a deletion vector"); }

        return new DataFile(
            PathOf(action, place),
            action.GetProperty("size").GetInt64(),
            DateTimeOffset.FromUnixTimeMilliseconds(action.GetProperty("modificationTime").GetInt64()),
            OptionalText(action, "stats"),
            MapOf(action, "tags"));
    }

    private static RemovedFile ParseRemove(JsonElement action, string place) => new(
        PathOf(action, place),
        IsPresent(action, "deletionTimestamp") ? action.GetProperty("deletionTimestamp").GetInt64() : 0,
        IsPresent(action, "size") ? action.GetProperty("size").GetInt64() : null);

    private static string PathOf(JsonElement action, string place) => TableRules.DecodePath(TextOf(action, "path"), place);

    private static IEnumerable<string> FeaturesOf(JsonElement action, string name) =>
        IsPresent(action, name) ? [.. action.GetProperty(name).EnumerateArray().Select(feature => feature.GetString()!)] : [];

    private static ImmutableSortedDictionary<string, string> MapOf(JsonElement action, string name)
    {
        if (!IsPresent(action, name)) { return TableRules.NoEntries; }

        var map = TableRules.NoEntries.ToBuilder();
        foreach (var entry in action.GetProperty(name).EnumerateObject()) { map[entry.Name] = entry.Value.GetString() ?? string.Empty; }
        return map.ToImmutable();
    }

    private static bool IsPresent(JsonElement action, string name) =>
        action.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    private static string TextOf(JsonElement action, string name) =>
        action.GetProperty(name).GetString() ?? throw new FormatException($"'{name}' is null");

    private static string? OptionalText(JsonElement action, string name) =>
        action.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
