using System.Buffers;
using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;
using Pipeline.Model;
using Pipeline.Parquet;

namespace Pipeline.Metrics.Reading;

/// <summary>Reads tables for the series: their columns, then <c>is_deleted</c>, one batch at a time for each table.</summary>
internal static class FactScan
{
    /// <summary>Calls <paramref name="onRows"/> for every batch; never twice at once, so what it fills needs no lock of its own.</summary>
    public static Task ReadAsync(
        IFactReader facts, FactTable table, ImmutableArray<string> columns, Action<FactRows> onRows, CancellationToken cancellationToken) =>
        facts.ReadAsync(table, columns.Add(Envelope.IsDeleted), OneByOne(onRows), cancellationToken);

    /// <summary>The same for one file of a table.</summary>
    public static Task ReadAsync(IFactPart part, ImmutableArray<string> columns, Action<FactRows> onRows, CancellationToken cancellationToken) =>
        part.ReadAsync(columns.Add(Envelope.IsDeleted), OneByOne(onRows), cancellationToken);

    /// <summary>Whether the table has a row that is not deleted.</summary>
    public static async Task<bool> AnyAsync(IFactReader facts, FactTable table, CancellationToken cancellationToken)
    {
        var any = false;
        var parts = facts.PartsOf(table);
        if (parts.IsEmpty) { await ReadAsync(facts, table, [], rows => any |= rows.AnyStands(), cancellationToken).ConfigureAwait(false); }
        foreach (var part in parts)
        {
            await ReadAsync(part, [], rows => any |= rows.AnyStands(), cancellationToken).ConfigureAwait(false);
            if (any) { break; }
        }

        return any;
    }

    private static Action<ColumnBatch> OneByOne(Action<FactRows> onRows)
    {
        var door = new Lock();
        return batch =>
        {
            lock (door)
            {
                if (batch.RowCount > 0) { onRows(new FactRows(batch)); }
            }
        };
    }
}

/// <summary>A batch of fact rows; the columns are those that were asked for, in that order.</summary>
internal readonly struct FactRows(ColumnBatch batch)
{
    private readonly byte[] _deleted = batch.Columns[^1].Booleans;

    // Hardly any batch has deleted rows: then nobody looks for them.
    private readonly bool _hasDeleted = batch.Columns[^1].Booleans.AsSpan(0, batch.RowCount).ContainsAnyExcept((byte)0);

    public int Count => batch.RowCount;

    public Column this[int column] => batch.Columns[column];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsDeleted(int row) => _hasDeleted && _deleted[row] != 0;

    public bool AnyStands() => _deleted.AsSpan(0, Count).Contains((byte)0);

    /// <summary>The first and the last of some days, one for each row, up to a limit; deleted rows do not count. The first is after the last when there is none.</summary>
    public (int First, int Last) SpanOf(ReadOnlySpan<int> days, int limit)
    {
        int first = int.MaxValue, last = int.MinValue;
        if (!_hasDeleted && limit == int.MaxValue) { return Bounds(days[..Count]); }
        for (var row = 0; row < Count; row++)
        {
            if (days[row] > limit || IsDeleted(row)) { continue; }
            first = Math.Min(first, days[row]);
            last = Math.Max(last, days[row]);
        }

        return (first, last);
    }

    /// <summary>The latest of some instants, one for each row; deleted rows do not count.</summary>
    public long LatestOf(ReadOnlySpan<long> instants)
    {
        var latest = long.MinValue;
        if (!_hasDeleted) { return Latest(instants[..Count]); }
        for (var row = 0; row < Count; row++)
        {
            if (!IsDeleted(row)) { latest = Math.Max(latest, instants[row]); }
        }

        return latest;
    }

    private static (int First, int Last) Bounds(ReadOnlySpan<int> days)
    {
        Vector<int> least = new(int.MaxValue), most = new(int.MinValue);
        for (; days.Length >= Vector<int>.Count; days = days[Vector<int>.Count..])
        {
            var some = new Vector<int>(days);
            (least, most) = (Vector.Min(least, some), Vector.Max(most, some));
        }

        int first = int.MaxValue, last = int.MinValue;
        for (var i = 0; i < Vector<int>.Count; i++) { (first, last) = (Math.Min(first, least[i]), Math.Max(last, most[i])); }
        foreach (var day in days) { (first, last) = (Math.Min(first, day), Math.Max(last, day)); }
        return (first, last);
    }

    private static long Latest(ReadOnlySpan<long> instants)
    {
        Vector<long> most = new(long.MinValue);
        for (; instants.Length >= Vector<long>.Count; instants = instants[Vector<long>.Count..]) { most = Vector.Max(most, new Vector<long>(instants)); }

        var latest = long.MinValue;
        for (var i = 0; i < Vector<long>.Count; i++) { latest = Math.Max(latest, most[i]); }
        foreach (var instant in instants) { latest = Math.Max(latest, instant); }
        return latest;
    }

    /// <summary>A pooled array with room for a number for each row; give it back with <see cref="Return"/>.</summary>
    public int[] Rent() => ArrayPool<int>.Shared.Rent(Count);

    public static void Return(params ReadOnlySpan<int[]> arrays)
    {
        foreach (var array in arrays) { ArrayPool<int>.Shared.Return(array); }
    }
}
