using System.Collections.Immutable;
using System.Globalization;
using Pipeline.Parquet;
using Pipeline.Publish;

namespace Pipeline.App;

/// <summary>The rows of <c>metric_snapshot</c> that a command needs.</summary>
/// <param name="Schema">Its columns.</param>
/// <param name="Newest">The newest day that has numbers.</param>
/// <param name="Latest">At least the last 400 days.</param>
internal sealed record Snapshot(TableSchema Schema, DateOnly Newest, IReadOnlyCollection<ColumnBatch> Latest)
{
    public const string Path = "metrics/metric_snapshot";

    // Enough for the longest small export, whose first day lies 399 days before the newest.
    private const int Days = 400;

    /// <exception cref="RefusalException">Nothing was computed yet.</exception>
    public static async Task<Snapshot> ReadAsync(Lake lake, CancellationToken cancellationToken) =>
        await TryReadAsync(lake, cancellationToken).ConfigureAwait(false)
        ?? throw new RefusalException($"{lake.Shown} has no metrics yet; 'pipeline run FOLDER --lake {lake.Shown}' computes them from your exports");

    /// <summary>As <see cref="ReadAsync"/>; <see langword="null"/> when nothing was computed yet.</summary>
    public static async Task<Snapshot?> TryReadAsync(Lake lake, CancellationToken cancellationToken)
    {
        if (await lake.ReadTableAsync(Path, cancellationToken).ConfigureAwait(false) is not { } table) { return null; }
        if (NewestIn(table.Files.Select(file => file.Statistics.Of("snapshot_date").Maximum)) is not { } newest) { return null; }
        var rows = await OfDaysAsync(lake, newest.AddDays(1 - Days), newest, cancellationToken).ConfigureAwait(false);
        return new Snapshot(table.Schema, newest, rows);
    }

    /// <summary>The rows of the days from <paramref name="first"/> to <paramref name="last"/>, both included.</summary>
    public static async Task<ImmutableArray<ColumnBatch>> OfDaysAsync(Lake lake, DateOnly first, DateOnly last, CancellationToken cancellationToken)
    {
        var batches = await lake.ReadRowsAsync(Path, file => file.Statistics.Of("snapshot_date").MayHoldDates(first, last), cancellationToken).ConfigureAwait(false);
        return SnapshotSelection.OfDays(batches, first, last);
    }

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
