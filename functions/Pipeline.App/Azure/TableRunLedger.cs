using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Azure;
using Pipeline.App.Runs;
using Pipeline.Storage;

namespace Pipeline.App.Azure;

/// <summary>The run ledger in Table storage: a row for each run, named so that the newest is listed first, and one for each key.</summary>
/// <remarks>
/// A row carries the id of the write that made it. When an answer is lost, the client's retry is refused by its own row: the id says so.
/// </remarks>
internal sealed class TableRunLedger(TableClient table, Func<Guid> newId) : IRunLedger
{
    /// <summary>What the table is called.</summary>
    public const string TableName = "pipelineruns";

    private const string Runs = "run";
    private const string Keys = "key";
    private const string State = "State";
    private const string Kind = "Kind";
    private const string Writer = "Writer";
    private const string RunId = "RunId";

    /// <summary>A record is cut into texts of this many characters; the service takes 32,768 in one.</summary>
    private const int DetailCharacters = 30_000;

    private const string Detail = "Detail";
    private const string Details = "Details";

    public Task<bool> TryCreateAsync(RunRecord run, CancellationToken cancellationToken) =>
        GuardAsync("create run " + run.RunId, () => TryInsertAsync(EntityOf(run), cancellationToken), cancellationToken);

    public Task<VersionedRun?> TryReadAsync(string runId, CancellationToken cancellationToken) => GuardAsync(
        "read run " + (RunKey.IsValid(runId) ? runId : ""),
        async () =>
        {
            if (!RunKey.IsValid(runId)) { return null; }
            return await table.TryReadAsync(Runs, RunKey.Descending(runId), cancellationToken).ConfigureAwait(false) is { } found
                ? new VersionedRun(RunOf(found), new ObjectVersion(found.Version.ToString()))
                : null;
        },
        cancellationToken);

    public Task<bool> TryReplaceAsync(RunRecord run, ObjectVersion expected, CancellationToken cancellationToken) => GuardAsync(
        "write run " + run.RunId,
        async () =>
        {
            var entity = EntityOf(run) with { Version = new ETag(expected.Value) };
            return await table.TryMergeAsync(entity, cancellationToken).ConfigureAwait(false) || await IsOursAsync(entity, cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);

    public Task<RunPage> ListAsync(RunState? state, int most, string? continuation, CancellationToken cancellationToken) => GuardAsync(
        "list runs",
        async () =>
        {
            var filter = TableClient.Equal("PartitionKey", Runs);
            if (state is { } wanted) { filter += " and " + TableClient.Equal(State, wanted.ToString()); }
            if (continuation is not null && RunKey.IsValid(continuation)) { filter += $" and RowKey gt '{continuation}'"; }
            var runs = ImmutableArray.CreateBuilder<RunRecord>();
            TablePosition? next = null;
            do
            {
                var page = await table.QueryAsync(filter, most - runs.Count, next, cancellationToken).ConfigureAwait(false);
                runs.AddRange(page.Entities.Select(RunOf));
                next = page.Next;
            }
            while (next is not null && runs.Count < most);

            // A full page may be the last one; the next is then empty.
            return new RunPage(runs.ToImmutable(), runs.Count < most ? null : RunKey.Descending(runs[^1].RunId));
        },
        cancellationToken);

    public Task<string> ClaimKeyAsync(string keyHash, string runId, CancellationToken cancellationToken) => GuardAsync(
        "claim a key for run " + runId,
        async () =>
        {
            var claim = new TableEntity(Keys, keyHash, Texts((RunId, runId)));
            if (await table.TryInsertAsync(claim, cancellationToken).ConfigureAwait(false)) { return runId; }
            var owner = await table.TryReadAsync(Keys, keyHash, cancellationToken).ConfigureAwait(false);
            return owner?.Texts[RunId] ?? throw new StorageException($"the row of a claimed key is gone from table '{TableName}'; ask again");
        },
        cancellationToken);

    private async Task<bool> TryInsertAsync(TableEntity entity, CancellationToken cancellationToken) =>
        await table.TryInsertAsync(entity, cancellationToken).ConfigureAwait(false) || await IsOursAsync(entity, cancellationToken).ConfigureAwait(false);

    private async Task<bool> IsOursAsync(TableEntity entity, CancellationToken cancellationToken) =>
        await table.TryReadAsync(entity.Partition, entity.Row, cancellationToken).ConfigureAwait(false) is { } found
        && found.Texts.GetValueOrDefault(Writer) == entity.Texts[Writer];

    private TableEntity EntityOf(RunRecord run)
    {
        var json = JsonSerializer.Serialize(run, RunJson.Default.RunRecord);
        var details = json.Chunk(DetailCharacters).Select((text, i) => (Detail + i.ToString(CultureInfo.InvariantCulture), new string(text))).ToArray();
        var count = details.Length.ToString(CultureInfo.InvariantCulture);
        return new(Runs, RunKey.Descending(run.RunId), Texts([(State, run.State.ToString()), (Kind, run.Kind.ToString()), (Writer, newId().ToString("N")), (Details, count), .. details]));
    }

    private static RunRecord RunOf(TableEntity entity)
    {
        // A shorter record leaves the last texts of a longer one behind: the number of its own tells.
        var count = int.Parse(entity.Texts[Details], CultureInfo.InvariantCulture);
        var json = string.Concat(Enumerable.Range(0, count).Select(i => entity.Texts[Detail + i.ToString(CultureInfo.InvariantCulture)]));
        return JsonSerializer.Deserialize(json, RunJson.Default.RunRecord) ?? throw new StorageException($"run {entity.Row} is null; delete its row from table '{TableName}'");
    }

    private static ImmutableSortedDictionary<string, string> Texts(params IEnumerable<(string Name, string Text)> texts) =>
        texts.ToImmutableSortedDictionary(text => text.Name, text => text.Text, StringComparer.Ordinal);

    private static async Task<T> GuardAsync<T>(string action, Func<Task<T>> act, CancellationToken cancellationToken)
    {
        try
        {
            return await act().ConfigureAwait(false);
        }
        catch (Exception e) when (AzureFailure.Is(e, cancellationToken))
        {
            throw AzureFailure.Of($"{action} in table '{TableName}'", e);
        }
    }
}
