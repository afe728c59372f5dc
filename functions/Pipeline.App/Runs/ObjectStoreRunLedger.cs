using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Pipeline.Storage;

namespace Pipeline.App.Runs;

/// <summary>The run ledger in the lake itself, one small object for each run under <c>ops/runs/</c>. For lakes in folders, and for tests.</summary>
internal sealed class ObjectStoreRunLedger(IObjectStore store) : IRunLedger
{
    private const string Folder = "ops/runs/";
    private const string Keys = "ops/run-keys/";
    private const string Suffix = ".json";

    public Task<bool> TryCreateAsync(RunRecord run, CancellationToken cancellationToken)
    {
        var json = Json(run);
        return store.TryCreateAsync(PathOf(run.RunId), (stream, token) => stream.WriteAsync(json, token).AsTask(), cancellationToken);
    }

    public async Task<VersionedRun?> TryReadAsync(string runId, CancellationToken cancellationToken)
    {
        if (!RunKey.IsValid(runId)) { return null; }
        return await store.TryReadAsync(PathOf(runId), cancellationToken).ConfigureAwait(false) is { } found ? new(Parse(found), found.Version) : null;
    }

    public Task<bool> TryReplaceAsync(RunRecord run, ObjectVersion expected, CancellationToken cancellationToken) =>
        store.TryReplaceAsync(PathOf(run.RunId), Json(run), expected, cancellationToken);

    public async Task<RunPage> ListAsync(RunState? state, int most, string? continuation, CancellationToken cancellationToken)
    {
        var runs = ImmutableArray.CreateBuilder<RunRecord>();
        var last = continuation is not null && RunKey.IsValid(continuation) ? continuation : "";
        await foreach (var listed in store.ListAsync(Folder, cancellationToken).ConfigureAwait(false))
        {
            var key = listed.Path[Folder.Length..^Suffix.Length];
            if (string.CompareOrdinal(key, last) <= 0) { continue; }
            if (runs.Count == most) { return new(runs.ToImmutable(), last); }
            if (await store.TryReadAsync(listed.Path, cancellationToken).ConfigureAwait(false) is not { } found) { continue; }
            var run = Parse(found);
            if (state is null || run.State == state)
            {
                runs.Add(run);
                last = key;
            }
        }

        return new(runs.ToImmutable(), null);
    }

    public async Task<string> ClaimKeyAsync(string keyHash, string runId, CancellationToken cancellationToken)
    {
        var path = $"{Keys}{keyHash}";
        await store.TryCreateAsync(path, (stream, token) => stream.WriteAsync(Encoding.ASCII.GetBytes(runId), token).AsTask(), cancellationToken).ConfigureAwait(false);
        var owner = await store.TryReadAsync(path, cancellationToken).ConfigureAwait(false) ?? throw new ObjectNotFoundException(path);
        return Encoding.ASCII.GetString(owner.Content.Span);
    }

    private static string PathOf(string runId) => Folder + RunKey.Descending(runId) + Suffix;

    private static byte[] Json(RunRecord run) => JsonSerializer.SerializeToUtf8Bytes(run, RunJson.Default.RunRecord);

    private static RunRecord Parse(VersionedContent content) =>
        JsonSerializer.Deserialize(content.Content.Span, RunJson.Default.RunRecord) ?? throw new StorageException("a run record is null; delete it from ops/runs");
}
