using System.Collections.Immutable;
using Pipeline.Metrics.Reading;
using Pipeline.Metrics.Series;
using Pipeline.Model;

namespace Pipeline.Metrics.Kept;

/// <summary>Reads a table part by part: what is kept of a part is added, and only parts of which nothing is kept are read.</summary>
internal static class KeptScan
{
    /// <param name="context">What is read, and how.</param>
    /// <param name="table">The table.</param>
    /// <param name="columns">The columns that the series take.</param>
    /// <param name="series">The series of the whole table, and how to begin those of one part; <see langword="null"/> when parts cannot be taken apart.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    public static Task ReadAsync<T>(
        FactContext context, FactTable table, ImmutableArray<string> columns, (T Whole, Func<T>? Begin) series, CancellationToken cancellationToken)
        where T : IKeptSeries
    {
        var parts = context.Facts.PartsOf(table);
        if (series.Begin is not { } begin || parts.IsEmpty) { return FactScan.ReadAsync(context.Facts, table, columns, series.Whole.Take, cancellationToken); }

        var seal = new Seal(context, columns);
        var door = new Lock();
        return Parallel.ForEachAsync(parts, cancellationToken, async (part, token) =>
        {
            if (await part.TryUseKeptAsync(TryAdd, token).ConfigureAwait(false)) { return; }
            var one = begin();
            await FactScan.ReadAsync(part, columns, one.Take, token).ConfigureAwait(false);
            var kept = seal.Close(one);
            TryAdd(kept);
            await part.KeepAsync(kept, token).ConfigureAwait(false);
        });

        bool TryAdd(ReadOnlyMemory<byte> kept)
        {
            if (seal.TryOpen(kept) is not { } reader) { return false; }
            lock (door) { series.Whole.Add(reader); }
            return true;
        }
    }
}
