using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Storage;

namespace Pipeline.Publish;

/// <summary>What the metrics of a lake were last computed from, and for which days.</summary>
/// <param name="RunId">The run.</param>
/// <param name="InputVersions">The versions of the fact tables.</param>
/// <param name="ConfigHash">The settings.</param>
/// <param name="FirstDay">The first day that was computed.</param>
/// <param name="LastDay">The last day that was computed; before the first when there are no facts.</param>
/// <param name="AsOf">The day that was asked for; <see langword="null"/> for the latest in the facts.</param>
/// <param name="Today">The business day on which the run ran.</param>
public sealed record PublishedState(
    string RunId, string InputVersions, string ConfigHash, DateOnly FirstDay, DateOnly LastDay, DateOnly? AsOf, DateOnly Today)
{
    /// <summary>The versions of the published tables that the run left: <c>metric_snapshot@3;mrr_movement@1</c>. At other versions, somebody has published since.</summary>
    public string OutputVersions { get; init; } = "";

    /// <summary>Whether a run with these inputs would compute the same again.</summary>
    /// <remarks>Today matters only to facts that are dated in the future: they cut the days off at the day of the run.</remarks>
    public bool Stands(string inputVersions, string configHash, DateOnly? asOf, DateOnly today) =>
        string.Equals(InputVersions, inputVersions, StringComparison.Ordinal)
        && string.Equals(ConfigHash, configHash, StringComparison.Ordinal)
        && AsOf == asOf
        && (asOf is not null || LastDay < Today || today == Today);
}

/// <summary>The one small file that says what is published: <c>exports/latest/published.json</c>.</summary>
public sealed class PublishedPointer(IObjectStore store)
{
    public const string Path = "exports/latest/published.json";

    /// <summary>The state of the last whole run; <see langword="null"/> before the first.</summary>
    public async Task<PublishedState?> ReadAsync(CancellationToken cancellationToken) =>
        await store.TryReadAsync(Path, cancellationToken).ConfigureAwait(false) is { } found
            ? JsonSerializer.Deserialize(found.Content.Span, PublishedJson.Default.PublishedState)
            : null;

    /// <summary>Replaces the state. When two runs end at once the later one stays: both computed from whole tables, and the next run compares again.</summary>
    public async Task WriteAsync(PublishedState state, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(state, PublishedJson.Default.PublishedState);
        ObjectVersion? expected;
        do
        {
            expected = (await store.TryReadAsync(Path, cancellationToken).ConfigureAwait(false))?.Version;
        }
        while (!await store.TryReplaceAsync(Path, json, expected, cancellationToken).ConfigureAwait(false));
    }
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PublishedState))]
internal sealed partial class PublishedJson : JsonSerializerContext;
