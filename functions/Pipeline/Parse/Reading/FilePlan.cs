using System.Collections.Immutable;
using Pipeline.Model;

namespace Pipeline.Parse.Reading;

/// <summary>A declaration applied to one file: which of its columns become what. Shared by all workers.</summary>
internal sealed record FilePlan
{
    public required SourceDefinition Source { get; init; }

    /// <summary>The header as the file shows it, for messages.</summary>
    public required ImmutableArray<string> Columns { get; init; }

    public required string FileId { get; init; }

    public required NullTokens Nulls { get; init; }

    public required ImmutableArray<OutputPlan> Outputs { get; init; }

    public required RowFilter Filter { get; init; }

    public required ParseSettings Settings { get; init; }

    /// <summary>What the settings say of stages, lead statuses and ledger accounts.</summary>
    public required SettingsLabels Labels { get; init; }

    /// <summary>The zone of times without an offset.</summary>
    public required TimeZoneInfo SourceZone { get; init; }

    public NumberLocale Numbers { get; init; }

    public DateOrder Dates { get; init; }

    /// <summary>Microseconds since 1970.</summary>
    public long SnapshotAt { get; init; }
}

/// <summary>An output applied to one file.</summary>
/// <param name="Table">The table.</param>
/// <param name="Authority">See <see cref="Output.Authority"/>.</param>
/// <param name="Where">Conditions on its rows.</param>
/// <param name="Level">Which rows of a block are its own: see <see cref="RowBlock.Levels"/>.</param>
/// <param name="Readers">One for each column of the table, in its order.</param>
/// <param name="Currency">The index of the reader that must go first because amounts need it, or -1.</param>
internal sealed record OutputPlan(
    FactTable Table, int Authority, ImmutableArray<ConditionPlan> Where, byte Level, ImmutableArray<IColumnReader> Readers, int Currency);

/// <summary>Reads one column of a table from the rows of a block.</summary>
internal interface IColumnReader
{
    /// <summary>One value for each of <paramref name="rows"/>; a row that cannot be read is rejected in <paramref name="block"/> and holds anything.</summary>
    Pipeline.Parquet.Column Read(BlockReading block, ReadOnlySpan<int> rows);
}
