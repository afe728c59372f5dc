using Pipeline.Parquet;

namespace Pipeline.Model;

/// <summary>A table that metrics publish, at <c>metrics/&lt;Name&gt;</c>, cut into chunks that are replaced one by one.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Schema">Its columns.</param>
/// <param name="DayColumn">The date column that its rows are sorted by first; empty when it has none.</param>
/// <param name="Chunks">All its rows. Labels are distinct.</param>
public sealed record PublishedTable(string Name, TableSchema Schema, string DayColumn, IEnumerable<PublishedChunk> Chunks)
{
    /// <summary>Where the table lies in the lake.</summary>
    public string Path => "metrics/" + Name;
}

/// <summary>Rows that are replaced together: a calendar month of days, or a whole small table.</summary>
/// <param name="Label"><c>2026-03</c>, or <c>all</c>.</param>
/// <param name="Make">Makes the rows, sorted, in the given arrays; called from several threads at once, for different chunks.</param>
public sealed record PublishedChunk(string Label, Func<ColumnArrays, ColumnBatch> Make)
{
    public PublishedChunk(string label, ColumnBatch rows)
        : this(label, _ => rows)
    {
    }

    /// <summary>A hash of all that the rows follow from, when it is known before they are made: rows of the same hash need not be made again.</summary>
    public string? Inputs { get; init; }
}
