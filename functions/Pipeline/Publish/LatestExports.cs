using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Pipeline.Parquet;
using Pipeline.Storage;

namespace Pipeline.Publish;

/// <summary>The small files in <c>exports/latest</c>, for people and spreadsheets: the newest day, and the headlines of the last 400 days.</summary>
/// <remarks>They are the only published files that are replaced in place; each is replaced whole.</remarks>
public static class LatestExports
{
    /// <summary>Where the files lie in the lake.</summary>
    public const string Folder = "exports/latest/";

    private const int HeadlineDays = 400;
    private const int MostAttempts = 5;

    /// <summary>The files for a published <c>metric_snapshot</c>, by path. Same rows, same bytes.</summary>
    /// <param name="schema">The columns of <c>metric_snapshot</c>.</param>
    /// <param name="snapshot">Its rows; those of the last 400 days are enough.</param>
    public static ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> Of(TableSchema schema, IReadOnlyCollection<ColumnBatch> snapshot)
    {
        if (SnapshotSelection.NewestDay(snapshot) is not { } newest) { return ImmutableSortedDictionary<string, ReadOnlyMemory<byte>>.Empty; }
        var day = SnapshotSelection.OfDays(snapshot, newest, newest);
        var headlines = SnapshotSelection.OfHeadlines(SnapshotSelection.OfDays(snapshot, newest.AddDays(1 - HeadlineDays), newest));
        return new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal)
        {
            [Folder + "metric_snapshot.parquet"] = Parquet(schema, day),
            [Folder + "metric_snapshot.csv"] = CsvText.Write(schema, day),
            [Folder + "headline_metrics.parquet"] = Parquet(schema, headlines),
            [Folder + "headline_metrics.csv"] = CsvText.Write(schema, headlines),
            [Folder + "summary.txt"] = Summary(newest, SnapshotSelection.Headlines(day, newest)),
        }.ToImmutableSortedDictionary(StringComparer.Ordinal);
    }

    /// <summary>Writes the files; one that already holds the same bytes is left alone.</summary>
    /// <returns>The paths that were written.</returns>
    /// <exception cref="StorageException">Storage failed, or other writers were faster five times.</exception>
    public static async Task<ImmutableArray<string>> WriteAsync(
        IObjectStore store, ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> files, CancellationToken cancellationToken)
    {
        // Waiting for one to be durable is waiting for all.
        var isWritten = await Task.WhenAll(files.Select(file => ReplaceAsync(store, file.Key, file.Value, cancellationToken))).ConfigureAwait(false);
        return [.. files.Keys.Zip(isWritten).Where(file => file.Second).Select(file => file.First)];
    }

    private static async Task<bool> ReplaceAsync(IObjectStore store, string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var there = await store.TryReadAsync(path, cancellationToken).ConfigureAwait(false);
            if (there is not null && there.Content.Span.SequenceEqual(content.Span)) { return false; }
            if (await store.TryReplaceAsync(path, content, there?.Version, cancellationToken).ConfigureAwait(false)) { return true; }
        }

        throw new StorageException($"'{path}' was changed by others {MostAttempts} times while it was written; run 'pipeline export' when they are done");
    }

    private static ReadOnlyMemory<byte> Parquet(TableSchema schema, ImmutableArray<ColumnBatch> batches)
    {
        var stream = new MemoryStream();
        var writer = new ParquetWriter(stream, schema);
        foreach (var batch in batches) { writer.Append(ParquetEncoder.Encode(batch)); }
        writer.Finish();
        return stream.ToArray();
    }

    private static byte[] Summary(DateOnly day, ImmutableArray<Headline> headlines)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Revenue metrics at the end of {day:yyyy-MM-dd}\n\n");
        foreach (var headline in headlines)
        {
            text.Append(CultureInfo.InvariantCulture, $"{headline.Definition.Label,-30}{headline.Text,22}{(headline.IsComplete ? "" : "  (incomplete)")}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
