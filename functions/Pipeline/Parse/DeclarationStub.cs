using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pipeline.Model;

namespace Pipeline.Parse;

/// <summary>Writes the declaration that would read a table that nothing recognises.</summary>
internal static class DeclarationStub
{
    private const int Shown = 20;

    public static ExportRefused Refuse(ImmutableArray<string> columns)
    {
        var names = columns.Where(name => name.Length > 0).ToArray();
        var seen = string.Join(", ", names.Take(Shown).Select(name => $"'{(name.Length > 60 ? name[..60] + "…" : name)}'")) + (names.Length > Shown ? ", …" : "");
        return names.Length < 2
            ? new("unrecognised", $"no source has such a header, and the file does not look like a table; the first line begins with {(seen.Length > 0 ? seen : "nothing")}")
            : new("unrecognised", $"no source has such a header; the file has {seen}. Declare it in sources/*.json", Write(names));
    }

    private static string Write(string[] names)
    {
        var buffer = new ArrayBufferWriter<byte>();
        // Headers may be in any script, and the stub is for people.
        using (var json = new Utf8JsonWriter(buffer, new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("name", "my-export");
            json.WriteString("system", "generic_csv");
            json.WriteString("object", "rows");
            WriteRecognition(json, names);
            WriteOutput(json, names);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteRecognition(Utf8JsonWriter json, string[] names)
    {
        json.WriteStartObject("recognise");
        json.WriteStartArray("columns");
        foreach (var name in names.Take(Shown)) { json.WriteStringValue(name); }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteOutput(Utf8JsonWriter json, string[] names)
    {
        json.WriteStartArray("tables");
        json.WriteStartObject();
        json.WriteString("table", "<fact table, such as invoice>");
        json.WriteStartObject("columns");
        foreach (var name in names.Take(Shown))
        {
            json.WriteStartObject("<column for " + name + ">");
            json.WriteString("from", name);
            json.WriteString("read", "text");
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
