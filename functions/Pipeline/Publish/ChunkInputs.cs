using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Storage;

namespace Pipeline.Publish;

/// <summary>From what a published chunk was made.</summary>
/// <param name="Inputs">The hash of its inputs.</param>
/// <param name="File">The file it lies in. Files are never written twice, so as long as the table names this one, the chunk is that of these inputs.</param>
public sealed record ChunkOrigin(string Inputs, string File);

/// <summary>Remembers the inputs of a table's chunks, beside the table. It may lag behind, or be missing: then chunks are made and compared, as on the first day.</summary>
internal sealed class ChunkInputs(IObjectStore store, string tablePath)
{
    private string Path => tablePath + "/_inputs.json";

    /// <summary>The origins by chunk label.</summary>
    public async Task<ImmutableSortedDictionary<string, ChunkOrigin>> ReadAsync(CancellationToken cancellationToken) =>
        await store.TryReadAsync(Path, cancellationToken).ConfigureAwait(false) is { } found
            ? JsonSerializer.Deserialize(found.Content.Span, ChunkInputsJson.Default.ImmutableSortedDictionaryStringChunkOrigin) ?? Nothing
            : Nothing;

    /// <summary>Replaces what was remembered. When another run does so at the same time, either may stay: both told the truth about the files they name.</summary>
    public async Task WriteAsync(ImmutableSortedDictionary<string, ChunkOrigin> origins, CancellationToken cancellationToken)
    {
        var there = await store.TryReadAsync(Path, cancellationToken).ConfigureAwait(false);
        var json = JsonSerializer.SerializeToUtf8Bytes(origins, ChunkInputsJson.Default.ImmutableSortedDictionaryStringChunkOrigin);
        await store.TryReplaceAsync(Path, json, there?.Version, cancellationToken).ConfigureAwait(false);
    }

    private static ImmutableSortedDictionary<string, ChunkOrigin> Nothing => ImmutableSortedDictionary<string, ChunkOrigin>.Empty;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ImmutableSortedDictionary<string, ChunkOrigin>))]
internal sealed partial class ChunkInputsJson : JsonSerializerContext;
