using System.Collections.Immutable;
using Pipeline.Parquet;

namespace Pipeline.Storage.Delta;

/// <summary>Writes Parquet files of a table. A file is part of the table only once a commit adds it.</summary>
internal sealed class PartWriter(IObjectStore store, string table, DeltaEnvironment environment)
{
    public async Task<DataFile> WriteAsync(TableSchema schema, IAsyncEnumerable<EncodedRowGroup> groups, IReadOnlyDictionary<string, string>? tags, CancellationToken cancellationToken)
    {
        if (TableRules.FaultOf(schema) is { } fault) { throw new ArgumentException($"a part is refused: {fault}", nameof(schema)); }

        var path = $"part-{environment.NewId():D}.parquet";
        ParquetFileSummary? summary = null;
        async Task WriteFileAsync(Stream stream, CancellationToken token)
        {
            var writer = new ParquetWriter(stream, schema);
            await foreach (var group in groups.WithCancellation(token).ConfigureAwait(false)) { writer.Append(group); }
            summary = writer.Finish();
        }

        var isCreated = await store.TryCreateAsync($"{table}/{path}", WriteFileAsync, cancellationToken).ConfigureAwait(false);
        if (!isCreated) { await RecogniseAsync(path, summary, cancellationToken).ConfigureAwait(false); }

        var statistics = StatisticsFormatter.Format(schema, summary!);
        var writtenAt = DateTimeOffset.FromUnixTimeMilliseconds(environment.Clock.GetUtcNow().ToUnixTimeMilliseconds());
        return new DataFile(path, summary!.ByteCount, writtenAt, statistics, tags?.ToImmutableSortedDictionary(StringComparer.Ordinal) ?? TableRules.NoEntries);
    }

    /// <summary>A name that nobody else can have is taken: it is our own file, whose answer was lost, or the ids repeat.</summary>
    private async Task RecogniseAsync(string path, ParquetFileSummary? summary, CancellationToken cancellationToken)
    {
        var stream = await store.OpenReadAsync($"{table}/{path}", cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            if (stream.Length != summary?.ByteCount) { throw new StorageException($"'{table}/{path}' exists and is not the file just written: ids repeat. Nothing was changed."); }
        }
    }
}
