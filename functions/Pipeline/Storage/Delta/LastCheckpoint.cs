using System.Buffers;
using System.Text.Json;

namespace Pipeline.Storage.Delta;

/// <summary>The pointer to the newest checkpoint: a hint for readers that cannot list, and our warning that commits may have been cleaned up.</summary>
internal static class LastCheckpoint
{
    /// <summary>The version it points to; -1 when there is none or it cannot be read.</summary>
    public static async Task<long> ReadVersionAsync(IObjectStore store, LogNames names, CancellationToken cancellationToken)
    {
        var pointer = await store.TryReadAsync(names.LastCheckpoint, cancellationToken).ConfigureAwait(false);
        return pointer is null ? -1 : VersionOf(pointer.Content);
    }

    /// <summary>Moves the pointer forward; never back.</summary>
    public static async Task AdvanceAsync(IObjectStore store, LogNames names, CheckpointSize checkpoint, CancellationToken cancellationToken)
    {
        var pointer = await store.TryReadAsync(names.LastCheckpoint, cancellationToken).ConfigureAwait(false);
        if (pointer is not null && VersionOf(pointer.Content) >= checkpoint.Version) { return; }

        // Losing this race is fine: the winner points at a checkpoint just as good.
        await store.TryReplaceAsync(names.LastCheckpoint, Format(checkpoint), pointer?.Version, cancellationToken).ConfigureAwait(false);
    }

    private static ReadOnlyMemory<byte> Format(CheckpointSize checkpoint)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteNumber("version", checkpoint.Version);
        json.WriteNumber("size", checkpoint.ActionCount);
        json.WriteNumber("sizeInBytes", checkpoint.ByteCount);
        json.WriteNumber("numOfAddFiles", checkpoint.FileCount);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static long VersionOf(ReadOnlyMemory<byte> content)
    {
        try
        {
            using var json = JsonDocument.Parse(content);
            return json.RootElement.TryGetProperty("version", out var version) && version.TryGetInt64(out var number) ? number : -1;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return -1;
        }
    }
}

/// <summary>What the pointer tells about a checkpoint.</summary>
internal sealed record CheckpointSize(long Version, long ActionCount, long ByteCount, long FileCount);
