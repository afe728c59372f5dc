using System.Collections.Immutable;
using System.Text.Json;
using Pipeline.Model;

namespace Pipeline.Parse.Json;

/// <summary>Recognises a JSON file by the names and values of its first object.</summary>
/// <param name="catalog">The sources.</param>
internal sealed class JsonRecogniser(SourceCatalog catalog)
{
    /// <summary>Whether text starts as JSON does.</summary>
    public static bool IsJson(ReadOnlySpan<byte> head)
    {
        var text = head.TrimStart(" \t\r\n"u8);
        if (text.IsEmpty || text[0] is not ((byte)'{' or (byte)'[')) { return false; }
        var next = text[1..].TrimStart(" \t\r\n"u8);
        return next.IsEmpty || next[0] is (byte)'"' or (byte)'{' or (byte)'[' or (byte)'}' or (byte)']';
    }

    /// <param name="head">The first bytes, in UTF-8.</param>
    /// <param name="isWhole">Whether the file ends where they do.</param>
    public Recognition Recognise(ReadOnlySpan<byte> head, bool isWhole)
    {
        try
        {
            var range = new JsonItems().Next(head, isWhole, out var isObject);
            if (range is not { } found) { return isWhole ? Refuse("empty", "the JSON has no objects; export again") : Refuse("oversize_row", $"the first object is longer than {head.Length} bytes; export fewer nested lists"); }
            if (!isObject) { return Refuse("unrecognised", "the JSON is not a list of objects; export the objects themselves"); }
            var cells = new List<(string Name, string Value)>();
            using var item = JsonDocument.Parse(head[found].ToArray());
            Flatten(item.RootElement, "", cells);
            return Find(cells);
        }
        catch (JsonException exception)
        {
            return Refuse("malformed_json", $"the file starts like JSON and is none ({exception.Message}); export again");
        }
    }

    private Recognition Find(List<(string Name, string Value)> cells)
    {
        var head = new TableHead
        {
            Header = new([.. cells.Select(cell => cell.Name)]),
            FirstRow = [.. cells.Select(cell => cell.Value)],
        };
        var match = catalog.Find(head);
        return match is null
            ? new() { Refused = [DeclarationStub.Refuse([.. cells.Select(cell => cell.Name)])] }
            : TableVerdict.Of(match.Source, head, new(TableFormat.Json));
    }

    private static Recognition Refuse(string code, string sentence) => new() { Refused = [new ExportRefused(code, sentence)] };

    private static void Flatten(JsonElement element, string path, List<(string Name, string Value)> cells)
    {
        foreach (var property in element.EnumerateObject())
        {
            var name = path + property.Name;
            switch (property.Value.ValueKind)
            {
                case JsonValueKind.Object:
                    Flatten(property.Value, name + ".", cells);
                    break;
                case JsonValueKind.Array:
                    var first = property.Value.EnumerateArray().FirstOrDefault();
                    if (first.ValueKind == JsonValueKind.Object) { Flatten(first, name + "[].", cells); }
                    break;
                default:
                    cells.Add((name, property.Value.ToString()));
                    break;
            }
        }
    }
}
