using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pipeline.App.Work;

namespace Pipeline.App.Runs;

/// <summary>Begins runs: at most one for each key, however often it is asked.</summary>
internal sealed class RunStarter(IRunLedger runs, ProgramContext context)
{
    /// <summary>The run that a key stands for; it is made when it is not there yet.</summary>
    /// <param name="kind">What the run does.</param>
    /// <param name="request">What it was asked.</param>
    /// <param name="key">What makes two requests the same; <see langword="null"/> when each is its own.</param>
    /// <param name="cancellationToken">Ends the work early; asking again goes on from there.</param>
    /// <returns>The run; its request may be another one when the key was used before.</returns>
    public async Task<RunRecord> OpenAsync(WorkKind kind, RunRequest request, string? key, CancellationToken cancellationToken)
    {
        var runId = RunKey.Of(context.NewId());
        if (key is null) { return await OpenAsync(runId, kind, request, cancellationToken).ConfigureAwait(false); }
        runId = await runs.ClaimKeyAsync(HashOf(key), runId, cancellationToken).ConfigureAwait(false);
        return await OpenAsync(NewRecord(runId, kind, request) with { IdempotencyKeyHash = HashOf(key) }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The run of this id; it is made when it is not there yet.</summary>
    public Task<RunRecord> OpenAsync(string runId, WorkKind kind, RunRequest request, CancellationToken cancellationToken) =>
        OpenAsync(NewRecord(runId, kind, request), cancellationToken);

    private async Task<RunRecord> OpenAsync(RunRecord run, CancellationToken cancellationToken) =>
        await runs.TryCreateAsync(run, cancellationToken).ConfigureAwait(false)
            ? run
            : (await runs.TryReadAsync(run.RunId, cancellationToken).ConfigureAwait(false))?.Run ?? run;

    private RunRecord NewRecord(string runId, WorkKind kind, RunRequest request)
    {
        var now = context.Clock.GetUtcNow();
        return new() { RunId = runId, Kind = kind, Request = request, RequestHash = HashOf(kind, request), State = RunState.Queued, CreatedAt = now, UpdatedAt = now };
    }

    /// <summary>64 hexadecimal digits that are the same for the same request.</summary>
    public static string HashOf(WorkKind kind, RunRequest request) =>
        HashOf(WorkEnvelope.NameOf(kind) + "\n" + JsonSerializer.Serialize(request, RunJson.Default.RunRequest));

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
