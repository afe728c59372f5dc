using System.Buffers;
using System.Collections.Immutable;
using Pipeline.Model;
using Pipeline.Parquet;

namespace Pipeline.Facts;

/// <summary>Rows that are ready to be appended to a part: encoded, their keys hashed, their days noted.</summary>
/// <remarks>Made on the worker that parsed the rows, so that parsing and encoding use the same core's cache.</remarks>
public sealed class PreparedRows
{
    // So many hashes are made though they are most likely not asked for: few rows often rise by chance, and the export they belong to does not.
    private const int FewRows = 1000;

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

    /// <summary>One hash for each row; empty for tables that replace days; <see langword="null"/> when they were not made because the keys rise.</summary>
    internal GroupedHashes? KeyHashes { get; private init; } = GroupedHashes.Empty;

    /// <summary>The ends of the keys, when they rise.</summary>
    internal RisingKeys? Rising { get; private init; }

    /// <summary>Pure and thread-safe.</summary>
    public static PreparedRows Of(TableBatch batch)
    {
        var group = ParquetEncoder.Encode(batch.Rows, FactStation.Encoding);
        var scopes = RowScopes.Of(batch.Rows);
        if (batch.Table.Merge == MergeRule.ReplaceCoveredDays) { return new(batch, group) { Scopes = scopes, Coverage = RowCoverage.Of(batch.Rows) }; }
        var rising = RisingKeys.Of(batch.Rows, batch.Table, group);
        var needsHashes = rising is null || batch.Rows.RowCount < FewRows;
        return new(batch, group)
        {
            Scopes = scopes,
            Rising = rising,
            KeyHashes = needsHashes ? HashesOf(batch) : null,
        };
    }

    private static GroupedHashes HashesOf(TableBatch batch)
    {
        var hashes = ArrayPool<ulong>.Shared.Rent(batch.Rows.RowCount);
        try
        {
            RowHash.Fill(batch.Rows, KeyColumns.Of(batch.Table), RowHash.Candidate, hashes.AsSpan(0, batch.Rows.RowCount));
            return GroupedHashes.Of(hashes.AsSpan(0, batch.Rows.RowCount));
        }
        finally
        {
            ArrayPool<ulong>.Shared.Return(hashes);
        }
    }
}
