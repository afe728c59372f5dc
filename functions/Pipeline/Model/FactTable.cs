using System.Collections.Immutable;
using Pipeline.Parquet;

namespace Pipeline.Model;

/// <summary>How the rows of several exports become one table.</summary>
public enum MergeRule
{
    /// <summary>One row per key: the row of the highest authority, then of the newest export, then the last in its file.</summary>
    LatestByKey,

    /// <summary>All rows of one export for each account and day it covers: the export of the finest report level, then the newest.</summary>
    ReplaceCoveredDays,
}

/// <summary>A fact or dimension table of the lake, at <c>facts/&lt;Name&gt;</c>.</summary>
/// <param name="Name">Its name, singular.</param>
/// <param name="Merge">How exports are merged into it.</param>
/// <param name="Key">The columns that identify a row within its source system and account.</param>
/// <param name="Columns">Its own columns, then those of the <see cref="Envelope"/>.</param>
public sealed record FactTable(string Name, MergeRule Merge, ImmutableArray<string> Key, ImmutableArray<ColumnSchema> Columns)
{
    /// <summary>The schema of the Delta table.</summary>
    public TableSchema Schema { get; } = new(Columns);

    /// <summary>Where the table lies in the lake.</summary>
    public string Path => "facts/" + Name;
}
