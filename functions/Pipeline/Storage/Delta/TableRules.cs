using System.Collections.Immutable;
using Pipeline.Parquet;

namespace Pipeline.Storage.Delta;

/// <summary>Which tables this program reads and writes. What it does not know it refuses: a guess could lose rows.</summary>
internal static class TableRules
{
    public static ImmutableSortedDictionary<string, string> NoEntries { get; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public static void Check(Protocol protocol, IEnumerable<string> features, string place)
    {
        if (protocol.MinReaderVersion > Protocol.Plain.MinReaderVersion || protocol.MinWriterVersion > Protocol.Plain.MinWriterVersion)
        {
            var named = string.Join(", ", features.Distinct(StringComparer.Ordinal));
            var detail = named.Length > 0 ? $" ({named})" : string.Empty;
            throw DeltaLogException.Unsupported(place, $"the table needs reader version {protocol.MinReaderVersion} and writer version {protocol.MinWriterVersion}{detail}");
        }
    }

    public static void Check(ImmutableSortedDictionary<string, string> configuration, string place)
    {
        if (FirstUnsupported(configuration) is { } property) { throw DeltaLogException.Unsupported(place, $"the table sets {property}"); }
    }

    /// <summary>The first property that asks for what we do not do, as <c>name = value</c>.</summary>
    public static string? FirstUnsupported(ImmutableSortedDictionary<string, string> configuration)
    {
        foreach (var (name, value) in configuration)
        {
            var isUnsupported = name switch
            {
                "delta.appendOnly" or "delta.enableChangeDataFeed" or "delta.enableDeletionVectors" or "delta.enableInCommitTimestamps" =>
                    !string.Equals(value, "false", StringComparison.OrdinalIgnoreCase),
                "delta.columnMapping.mode" => !string.Equals(value, "none", StringComparison.OrdinalIgnoreCase),
                _ => name.StartsWith("delta.constraints.", StringComparison.Ordinal) || name.StartsWith("delta.feature.", StringComparison.Ordinal),
            };
            if (isUnsupported) { return $"{name} = {value}"; }
        }

        return null;
    }

    /// <summary>The fault of a schema we are about to write, as a sentence; <see langword="null"/> when there is none.</summary>
    public static string? FaultOf(TableSchema schema)
    {
        if (schema.Columns.IsDefaultOrEmpty) { return "a table has at least one column"; }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var column in schema.Columns)
        {
            var isPlain = column.Name.Length > 0 && column.Name.All(letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_');
            if (!isPlain) { return $"column '{column.Name}' is not named in [a-z0-9_]"; }
            if (!names.Add(column.Name)) { return $"two columns are called '{column.Name}'"; }
        }

        return null;
    }

    /// <summary>Whether files written for <paramref name="before"/> are still readable as <paramref name="after"/>.</summary>
    public static bool OnlyAddsNullableColumns(TableSchema before, TableSchema after)
    {
        var isKept = before.Columns.All(column => after.IndexOf(column.Name) is >= 0 and var index && after.Columns[index] == column);
        return isKept && after.Columns.All(column => column.Nullable || before.IndexOf(column.Name) >= 0);
    }

    public static string EncodePath(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    /// <exception cref="DeltaLogException">The path leads outside the table.</exception>
    public static string DecodePath(string text, string place)
    {
        if (text.Contains("://", StringComparison.Ordinal) || text.StartsWith('/')) { throw DeltaLogException.Unsupported(place, $"'{text}' lies outside the table"); }

        var path = Uri.UnescapeDataString(text);
        try
        {
            ObjectPath.Check(path);
        }
        catch (ArgumentException e)
        {
            throw DeltaLogException.Damaged(place, "the path of a file is impossible: " + e.Message, e);
        }

        return path;
    }
}
