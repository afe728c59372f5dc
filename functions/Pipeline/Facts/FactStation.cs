using Pipeline.Model;
using Pipeline.Parquet;
using Pipeline.Storage;
using Pipeline.Storage.Delta;

namespace Pipeline.Facts;

/// <summary>Keeps the fact tables: takes in new rows, and merges them so that any order of exports gives the same tables.</summary>
public sealed class FactStation(IObjectStore store, DeltaEnvironment environment)
{
    /// <summary>How facts are laid out: every reader of today knows differences, and ids and row numbers are little else.</summary>
    internal static ParquetWriterOptions Encoding { get; } = new() { UseDeltas = true };

    /// <summary>How much the merges of a run hold in memory.</summary>
    internal MergeBounds Bounds { get; init; } = new();

    /// <summary>Begins to take in new rows of a table. Nothing is visible until they are merged.</summary>
    public TableIntake Take(FactTable table) => Take(table, new MergeMemory(Bounds));

    /// <summary>As <see cref="Take(FactTable)"/>, for one of several tables of a run.</summary>
    internal TableIntake Take(FactTable table, MergeMemory memory) => new(table, TableOf(table), memory);

    /// <summary>Begins to take in rows that cannot be used.</summary>
    public QuarantineIntake TakeQuarantine() => new(store, environment);

    /// <summary>The newest version of a table; <see langword="null"/> when it does not exist.</summary>
    public Task<DeltaSnapshot?> ReadAsync(FactTable table, CancellationToken cancellationToken) => TableOf(table).ReadAsync(cancellationToken);

    private DeltaTable TableOf(FactTable table) => new(store, table.Path, environment);
}
