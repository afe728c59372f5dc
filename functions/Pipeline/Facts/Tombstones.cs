using System.Collections.Immutable;
using Pipeline.Model;
using Pipeline.Parquet;

namespace Pipeline.Facts;

/// <summary>Rows that a full snapshot lacks although it is newer than they are, and since when they are gone.</summary>
internal sealed class Graves
{
    private readonly Dictionary<int, Dictionary<int, long>> _deletedAt = [];

    public long Count { get; private set; }

    public void Add(int part, int row, long deletedAt)
    {
        if (!_deletedAt.TryGetValue(part, out var rows)) { _deletedAt.Add(part, rows = []); }
        rows.Add(row, deletedAt);
        Count++;
    }

    /// <summary>For rows of one part the instant of deletion, in microseconds; <see langword="null"/> when there are none.</summary>
    public IReadOnlyDictionary<int, long>? Of(int part) => _deletedAt.GetValueOrDefault(part);
}

/// <summary>Applies full snapshots: a row of their scope that is older than one of them is deleted as of the first that is newer.</summary>
/// <remarks>The rows of a snapshot itself carry its watermark and are not older. The rule looks at sets, so arrival order does not matter.</remarks>
internal sealed class Tombstones(ExportRanks ranks, PartSet parts, RowSet losers)
{
    private static readonly ImmutableArray<string> Columns =
        [.. RowScopes.Columns, Envelope.SnapshotAt, Envelope.IsDeleted, Envelope.DeletedAt];

    public async Task<Graves> FindAsync(CancellationToken cancellationToken)
    {
        var graves = new Graves();
        if (ranks.FullSnapshots.IsEmpty) { return graves; }

        var scopes = new DistinctTexts(RowScopes.Columns);
        var snapshots = ranks.FullSnapshots
            .GroupBy(full => scopes.NumberOf(full.Scope.System, full.Scope.Account, full.Scope.Object), full => full.Watermark)
            .ToDictionary(group => group.Key, group => group.Order().ToArray());
        // Old rows were held against old snapshots when either came.
        var hasNews = ranks.FullSnapshots.Any(full => full.IsNew);
        for (var part = 0; part < parts.Parts.Length; part++)
        {
            if (!hasNews && !parts.Parts[part].IsNew) { continue; }
            await foreach (var (rows, first) in parts.ScanAsync(part, Columns, cancellationToken).ConfigureAwait(false))
            {
                Bury(new(rows, scopes.NumbersOf(rows), part, first), snapshots, graves);
            }
        }

        return graves;
    }

    private void Bury(ScopedRows scoped, Dictionary<int, long[]> snapshots, Graves graves)
    {
        var (rows, scopes, part, first) = scoped;
        var seenAt = rows[Envelope.SnapshotAt].Int64s;
        var isDeleted = rows[Envelope.IsDeleted].Booleans;
        var deletedAt = rows[Envelope.DeletedAt];
        for (var i = 0; i < scopes.Length; i++)
        {
            if (losers.Contains(part, first + i) || !snapshots.TryGetValue(scopes[i], out var watermarks)) { continue; }
            if (FirstAfter(watermarks, seenAt[i]) is not { } gone) { continue; }
            // What the source itself deleted keeps its date; what an earlier snapshot buried moves only when an even earlier one turns up.
            var isBuried = isDeleted[i] != 0 && (!deletedAt.HasValue(i) || deletedAt.Int64s[i] <= gone);
            if (!isBuried) { graves.Add(part, first + i, gone); }
        }
    }

    private sealed record ScopedRows(ColumnBatch Rows, int[] Scopes, int Part, int First);

    private static long? FirstAfter(long[] watermarks, long instant)
    {
        foreach (var watermark in watermarks)
        {
            if (watermark > instant) { return watermark; }
        }

        return null;
    }
}
