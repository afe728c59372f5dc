using System.Collections.Immutable;
using Pipeline.Parquet;

namespace Pipeline.Testing.Metrics;

/// <summary>Writes batches as Parquet files for programs by others to read.</summary>
public static class FactFiles
{
    /// <summary>Writes each table to a file of its own under <paramref name="folder"/>.</summary>
    public static ImmutableDictionary<string, ImmutableArray<string>> Write(string folder, IEnumerable<KeyValuePair<string, ColumnBatch>> tables) =>
        tables.ToImmutableDictionary(table => table.Key, table => ImmutableArray.Create(Write(Path.Combine(folder, table.Key + ".parquet"), [table.Value])), StringComparer.Ordinal);

    /// <summary>Writes batches of one schema as the row groups of one file.</summary>
    /// <returns>The path.</returns>
    public static string Write(string path, ImmutableArray<ColumnBatch> batches)
    {
        using var file = File.Create(path);
        var writer = new ParquetWriter(file, batches[0].Schema);
        foreach (var batch in batches) { writer.Append(ParquetEncoder.Encode(batch)); }
        writer.Finish();
        return path;
    }
}
