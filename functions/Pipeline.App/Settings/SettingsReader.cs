using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Pipeline.App.Settings;

/// <summary>Reads <c>pipeline.json</c>: an unknown key or an impossible value is refused with its path and the way out.</summary>
public static class SettingsReader
{
    /// <summary>Where the settings lie in a lake.</summary>
    public const string FileName = "pipeline.json";

    /// <summary>Reads the bytes of a settings file, with or without a byte order mark.</summary>
    /// <exception cref="SettingsException">One or more sentences, a line each.</exception>
    public static LakeSettings Read(ReadOnlySpan<byte> json)
    {
        var file = Parse(json.StartsWith("\uFEFF"u8) ? json[3..] : json);
        var full = SettingsDefaults.Fill(file);
        return SettingsCheck.Check(full) with { ConfigHash = Hash(full), ReadingHash = Hash(OnlyReading(full)) };
    }

    /// <summary>The file as text: indented, keys in the order in which documents list them, a newline at the end.</summary>
    public static byte[] Write(SettingsFile file) => [.. JsonSerializer.SerializeToUtf8Bytes(file, SettingsJson.Readable.SettingsFile), (byte)'\n'];

    private static SettingsFile Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, SettingsJson.Default.SettingsFile)
                ?? throw new SettingsException($"{FileName}: holds null; write an object, or delete the file to use the defaults");
        }
        catch (JsonException error)
        {
            throw new SettingsException(Sentence(error), error);
        }
    }

    private static string Sentence(JsonException error)
    {
        var path = error.Path is null or "$" ? "" : error.Path.Replace("$.", "", StringComparison.Ordinal);
        var where = error.LineNumber is { } line ? $" (line {line + 1})" : "";
        if (error.Message.Contains("could not be mapped", StringComparison.Ordinal))
        {
            return $"{FileName}: '{path}'{where} is not a setting; known here: {string.Join(", ", SettingsKeys.Beside(path))}";
        }

        if (error.Message.StartsWith("Duplicate property", StringComparison.Ordinal))
        {
            return $"{FileName}: '{path}'{where} is set twice; keep one";
        }

        // A fault of syntax carries the reader's own exception inside; a value of the wrong type does not.
        return path.Length == 0 || error.InnerException is JsonException
            ? $"{FileName}: is not valid JSON{where}; mend it, or compare with what 'pipeline init' writes"
            : $"{FileName}: the value of '{path}'{where} has the wrong type; pipeline.schema.json says what it takes";
    }

    private static SettingsFile OnlyReading(SettingsFile full) => full with
    {
        Reporting = full.Reporting! with { FiscalYearStart = null },
        Fx = null,
        GrossMargin = null,
        Customers = null,
        Cac = null,
        Channels = null,
        PaidChannels = null,
    };

    private static string Hash(SettingsFile full)
    {
        var canonical = full with { Schema = null, Privacy = null, GrossMargin = full.GrossMargin / 1.0000000000000000000000000000m };
        var bytes = JsonSerializer.SerializeToUtf8Bytes(canonical, SettingsJson.Compact.SettingsFile);
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }
}

/// <summary>The keys that the settings file knows, read off its records.</summary>
internal static class SettingsKeys
{
    /// <summary>The keys that may stand beside the one at <paramref name="path"/>, sorted; empty for a path inside a map.</summary>
    public static ImmutableArray<string> Beside(string path)
    {
        JsonTypeInfo type = SettingsJson.Default.SettingsFile;
        var parts = path.Split('.');
        for (var i = 0; i < parts.Length - 1; i++) { type = Inside(type, parts[i]) ?? type; }
        return [.. type.Properties.Select(property => property.Name).Order(StringComparer.Ordinal)];
    }

    private static JsonTypeInfo? Inside(JsonTypeInfo type, string key)
    {
        var name = key.Split('[')[0];
        var inner = type.Properties.FirstOrDefault(property => string.Equals(property.Name, name, StringComparison.Ordinal))?.PropertyType;
        if (inner is null) { return type.Properties.Count == 0 ? null : type; }
        if (inner == typeof(ImmutableArray<LedgerAccountEntry>?)) { return SettingsJson.Default.LedgerAccountEntry; }
        return inner == typeof(ImmutableSortedDictionary<string, SourceSection>)
            ? SettingsJson.Default.SourceSection
            : SettingsJson.Default.GetTypeInfo(inner);
    }
}
