using System.Collections.Immutable;
using Pipeline.Model;
using Pipeline.Parquet;

namespace Pipeline.Facts;

/// <summary>Rows that are ready to be appended to a part: encoded, their keys hashed, their days noted.</summary>
/// <remarks>Made on the worker that parsed the rows, so that parsing and encoding use the same core's cache.</remarks>
public sealed class PreparedRows
{
    private PreparedRows(TableBatch batch, EncodedRowGroup group)
    {
        Table = batch.Table;
        Authority = batch.Authority;
        RowCount = batch.Rows.RowCount;
        Group = group;
    }

    public FactTable Table { get; }

    public int Authority { get; }

    public int RowCount { get; }

    /// <summary>What the rows speak of.</summary>
    public ImmutableArray<SourceScope> Scopes { get; private init; } = [];

    /// <summary>The days they cover, for tables that replace days.</summary>
    public ImmutableArray<CoveredDays> Coverage { get; private init; } = [];

    internal EncodedRowGroup Group { get; }

    /// <summary>One hash for each row; empty for tables that replace days.</summary>
    internal GroupedHashes KeyHashes { get; private init; } = GroupedHashes.Empty;

    /// <summary>Pure and thread-safe.</summary>
    public static PreparedRows Of(TableBatch batch)
    {
        var group = ParquetEncoder.Encode(batch.Rows, FactStation.Encoding);
        var scopes = RowScopes.Of(batch.Rows);
        return batch.Table.Merge == MergeRule.LatestByKey
            ? new(batch, group) { Scopes = scopes, KeyHashes = GroupedHashes.Of(RowHash.Of(batch.Rows, KeyColumns.Of(batch.Table), RowHash.Candidate)) }
            : new(batch, group) { Scopes = scopes, Coverage = RowCoverage.Of(batch.Rows) };
    }
}
