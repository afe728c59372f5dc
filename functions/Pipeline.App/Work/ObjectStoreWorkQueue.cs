using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Storage;

namespace Pipeline.App.Work;

/// <summary>A queue in the lake itself, under <c>ops/queue/&lt;name&gt;/</c>: one small object for each message. For lakes in folders, and for tests.</summary>
/// <remarks>Workers in several processes share it: a message is taken by replacing its object at the version that was read, so only one of them wins it.</remarks>
internal sealed class ObjectStoreWorkQueue(IObjectStore store, string name, TimeProvider clock, Func<Guid> newId) : IWorkQueue
{
    private readonly string _folder = $"ops/queue/{name}/";

    public string Name => name;

    public async Task SendAsync(string body, TimeSpan delay, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        // Listings are in the order of names: older messages come first.
        var path = string.Create(CultureInfo.InvariantCulture, $"{_folder}{now.ToUnixTimeMilliseconds():D15}-{newId():N}.json");
        var json = Json(new StoredMessage(body, 0, now + delay, ""));
        await store.TryCreateAsync(path, (stream, token) => stream.WriteAsync(json, token).AsTask(), cancellationToken).ConfigureAwait(false);
    }

    public async Task<ImmutableArray<WorkMessage>> ReceiveAsync(int most, TimeSpan visibility, CancellationToken cancellationToken)
    {
        var taken = ImmutableArray.CreateBuilder<WorkMessage>();
        await foreach (var listed in store.ListAsync(_folder, cancellationToken).ConfigureAwait(false))
        {
            if (taken.Count >= most) { break; }
            if (await TryTakeAsync(listed.Path, visibility, cancellationToken).ConfigureAwait(false) is { } message) { taken.Add(message); }
        }

        return taken.ToImmutable();
    }

    public async Task<WorkMessage?> ExtendAsync(WorkMessage message, TimeSpan visibility, CancellationToken cancellationToken)
    {
        if (await HeldAsync(message, cancellationToken).ConfigureAwait(false) is not { } held) { return null; }
        var json = Json(held.Message with { VisibleAt = clock.GetUtcNow() + visibility });
        return await store.TryReplaceAsync(message.MessageId, json, held.Version, cancellationToken).ConfigureAwait(false) ? message : null;
    }

    public async Task CompleteAsync(WorkMessage message, CancellationToken cancellationToken)
    {
        if (await HeldAsync(message, cancellationToken).ConfigureAwait(false) is not null)
        {
            await store.DeleteAsync(message.MessageId, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task PoisonAsync(WorkMessage message, CancellationToken cancellationToken)
    {
        await new ObjectStoreWorkQueue(store, name + WorkQueues.PoisonSuffix, clock, newId).SendAsync(message.Body, TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
        await CompleteAsync(message, cancellationToken).ConfigureAwait(false);
    }

    private async Task<WorkMessage?> TryTakeAsync(string path, TimeSpan visibility, CancellationToken cancellationToken)
    {
        if (await store.TryReadAsync(path, cancellationToken).ConfigureAwait(false) is not { } found) { return null; }
        var now = clock.GetUtcNow();
        if (Parse(found) is not { } stored || stored.VisibleAt > now) { return null; }
        var taken = stored with { DequeueCount = stored.DequeueCount + 1, VisibleAt = now + visibility, Receipt = newId().ToString("N") };
        var isOurs = await store.TryReplaceAsync(path, Json(taken), found.Version, cancellationToken).ConfigureAwait(false);
        return isOurs ? new WorkMessage(path, taken.Receipt, taken.Body, taken.DequeueCount) : null;
    }

    private async Task<(StoredMessage Message, ObjectVersion Version)?> HeldAsync(WorkMessage message, CancellationToken cancellationToken)
    {
        if (await store.TryReadAsync(message.MessageId, cancellationToken).ConfigureAwait(false) is not { } found) { return null; }
        return Parse(found) is { } stored && stored.Receipt.Equals(message.Receipt, StringComparison.Ordinal) ? (stored, found.Version) : null;
    }

    private static byte[] Json(StoredMessage message) => JsonSerializer.SerializeToUtf8Bytes(message, StoredMessageJson.Default.StoredMessage);

    private static StoredMessage? Parse(VersionedContent content) => JsonSerializer.Deserialize(content.Content.Span, StoredMessageJson.Default.StoredMessage);
}

/// <summary>A message as it lies in the store.</summary>
internal sealed record StoredMessage(string Body, int DequeueCount, DateTimeOffset VisibleAt, string Receipt);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(StoredMessage))]
internal sealed partial class StoredMessageJson : JsonSerializerContext;
