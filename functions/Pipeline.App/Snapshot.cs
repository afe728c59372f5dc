using System.Collections.Immutable;
using System.Globalization;
using Pipeline.Parquet;
using Pipeline.Publish;

namespace Pipeline.App;

/// <summary>The rows of <c>metric_snapshot</c> that a command needs.</summary>
/// <param name="Schema">Its columns.</param>
/// <param name="Newest">The newest day that has numbers.</param>
/// <param name="Latest">Every row of the newest day, and the headlines of the days before it.</param>
internal sealed record Snapshot(TableSchema Schema, DateOnly Newest, IReadOnlyCollection<ColumnBatch> Latest)
{
    public const string Path = "metrics/metric_snapshot";

    /// <summary>Enough for the longest small export, whose first day lies 399 days before the newest.</summary>
    public const int AllDays = 400;

    /// <exception cref="RefusalException">Nothing was computed yet.</exception>
    public static async Task<Snapshot> ReadAsync(Lake lake, CancellationToken cancellationToken) =>
        await TryReadAsync(lake, AllDays, cancellationToken).ConfigureAwait(false)
        ?? throw new RefusalException($"{lake.Shown} has no metrics yet; 'pipeline run FOLDER --lake {lake.Shown}' computes them from your exports");

    /// <summary>As <see cref="ReadAsync"/>; <see langword="null"/> when nothing was computed yet.</summary>
    /// <param name="lake">The lake.</param>
    /// <param name="days">How many days back headlines are wanted, the newest included.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    public static async Task<Snapshot?> TryReadAsync(Lake lake, int days, CancellationToken cancellationToken)
    {
        if (await lake.ReadTableAsync(Path, cancellationToken).ConfigureAwait(false) is not { } table) { return null; }
        if (NewestIn(table.Files.Select(file => file.Statistics.Of("snapshot_date").Maximum)) is not { } newest) { return null; }
        var first = newest.AddDays(1 - days);
        var rows = await lake.ReadRowsAsync(
            Path, file => file.Statistics.Of("snapshot_date").MayHoldDates(first, newest), batch => SnapshotSelection.OfNewest([batch], first, newest), cancellationToken).ConfigureAwait(false);
        return new Snapshot(table.Schema, newest, rows);
    }

    /// <summary>The rows of the days from <paramref name="first"/> to <paramref name="last"/>, both included.</summary>
    public static Task<ImmutableArray<ColumnBatch>> OfDaysAsync(Lake lake, DateOnly first, DateOnly last, CancellationToken cancellationToken) => lake.ReadRowsAsync(
        Path, file => file.Statistics.Of("snapshot_date").MayHoldDates(first, last), batch => SnapshotSelection.OfDays([batch], first, last), cancellationToken);

    private static DateOnly? NewestIn(IEnumerable<string?> maxima)
    {
        DateOnly? newest = null;
        foreach (var maximum in maxima)
        {
            var isDay = DateOnly.TryParseExact(maximum, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day);
            if (isDay && (newest is null || day > newest)) { newest = day; }
        }

        return newest;
    }
}
