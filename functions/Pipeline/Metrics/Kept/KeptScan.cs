using System.Collections.Immutable;
using Pipeline.Metrics.Reading;
using Pipeline.Metrics.Series;
using Pipeline.Model;

namespace Pipeline.Metrics.Kept;

/// <summary>Reads a table part by part: what is kept of a part is added, and only parts of which nothing is kept are read.</summary>
internal static class KeptScan
{
    /// <summary>The kind that is added up.</summary>
    public const string Sums = "sums";

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

        var scan = new KeptScan<T>(new Seal(context, columns), columns, begin);
        return scan.ReadAsync(parts, [new(Sums, static (one, writer) => one.Save(writer))], (_, reader) => series.Whole.Add(reader), cancellationToken);
    }

    /// <summary>Parts mostly come in the order of their days. Series that see the first and the last day early need not grow day by day.</summary>
    public static ImmutableArray<IFactPart> EndsFirst(ImmutableArray<IFactPart> parts) => parts.Length < 3 ? parts : [parts[0], parts[^1], .. parts.AsSpan()[1..^1]];
}

/// <summary>What is kept of a part under one name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Save">Writes it, from series that the part was taken into.</param>
internal readonly record struct KeptKind<T>(string Name, Action<T, KeptWriter> Save);

/// <summary>How parts of one table are read and kept.</summary>
/// <param name="seal">What is kept is closed with this.</param>
/// <param name="columns">The columns that the series take.</param>
/// <param name="begin">Begins the series of one part.</param>
internal sealed class KeptScan<T>(Seal seal, ImmutableArray<string> columns, Func<T> begin)
    where T : IKeptSeries
{
    /// <summary>Shows what is kept of each part; never of two at once. A part of which nothing is kept, or nothing that is still true, is read and kept.</summary>
    /// <param name="parts">The parts.</param>
    /// <param name="kinds">The first is shown; the others are kept beside it when a part is read.</param>
    /// <param name="add">Gets the part, and a reader that is valid until it returns.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    public Task ReadAsync(ImmutableArray<IFactPart> parts, ImmutableArray<KeptKind<T>> kinds, Action<IFactPart, KeptReader> add, CancellationToken cancellationToken)
    {
        var door = new Lock();
        return Parallel.ForEachAsync(KeptScan.EndsFirst(parts), cancellationToken, async (part, token) =>
        {
            if (await part.TryUseKeptAsync(kinds[0].Name, kept => TryAdd(part, kept), token).ConfigureAwait(false)) { return; }
            var one = begin();
            await FactScan.ReadAsync(part, columns, one.Take, token).ConfigureAwait(false);
            foreach (var kind in kinds)
            {
                using var kept = seal.Close(one, kind);
                if (kind == kinds[0]) { TryAdd(part, kept.Written); }
                await part.KeepAsync(kind.Name, kept.Written, token).ConfigureAwait(false);
            }
        });

        bool TryAdd(IFactPart part, ReadOnlyMemory<byte> kept)
        {
            if (seal.TryOpen(kinds[0].Name, kept) is not { } reader) { return false; }
            lock (door) { add(part, reader); }
            return true;
        }
    }
}
