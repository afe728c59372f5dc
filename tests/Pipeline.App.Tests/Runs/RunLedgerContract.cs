using System.Collections.Immutable;
using System.Globalization;
using Pipeline.App.Runs;
using Pipeline.App.Work;
using Pipeline.Testing;

namespace Pipeline.App.Tests.Runs;

/// <summary>What every run ledger promises. A test class for an implementation calls each of these.</summary>
/// <param name="ledger">An empty ledger.</param>
internal sealed class RunLedgerContract(IRunLedger ledger)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A run whose id begins with <paramref name="number"/>: a higher one is newer.</summary>
    public static RunRecord Run(int number, RunState state = RunState.Queued) => new()
    {
        RunId = number.ToString("x12", CultureInfo.InvariantCulture) + new string('a', 20),
        Kind = WorkKind.Recompute,
        Request = new RunRequest { From = new DateOnly(2026, 6, 1), To = new DateOnly(2026, 6, 30), Metrics = ["cac_blended"], DryRun = false },
        RequestHash = new string('0', 64),
        State = state,
        Progress = new RunProgress("Computing metrics", 1, 2),
        Counts = ImmutableSortedDictionary<string, long>.Empty.Add("rows", 9_007_199_254_740_993),
        Errors = ["'şeker ☃' is no metric"],
        Published = ImmutableSortedDictionary<string, long>.Empty.Add("metrics/metric_snapshot", 7),
        CreatedAt = new DateTimeOffset(2026, 7, 1, 6, 0, 0, TimeSpan.Zero),
        UpdatedAt = new DateTimeOffset(2026, 7, 1, 6, 0, 1, TimeSpan.Zero),
    };

    public async Task CreatesOnceAsync()
    {
        Assert.True(await ledger.TryCreateAsync(Run(1), Cancellation));
        Assert.False(await ledger.TryCreateAsync(Run(1, RunState.Done), Cancellation));

        var found = await ledger.TryReadAsync(Run(1).RunId, Cancellation);

        Assert.Equivalent(Run(1), found!.Run, strict: true);
        Assert.Null(await ledger.TryReadAsync(Run(2).RunId, Cancellation));
        Assert.Null(await ledger.TryReadAsync("../no id/at all", Cancellation));
    }

    public async Task ReplacesByVersionAsync()
    {
        await ledger.TryCreateAsync(Run(1), Cancellation);
        var found = (await ledger.TryReadAsync(Run(1).RunId, Cancellation))!;

        Assert.True(await ledger.TryReplaceAsync(Run(1, RunState.Running), found.Version, Cancellation));
        Assert.False(await ledger.TryReplaceAsync(Run(1, RunState.Failed), found.Version, Cancellation));

        var next = (await ledger.TryReadAsync(Run(1).RunId, Cancellation))!;
        Assert.Equal(RunState.Running, next.Run.State);
        Assert.NotEqual(found.Version, next.Version);
    }

    public async Task ListsNewestFirstAsync()
    {
        foreach (var number in new[] { 3, 1, 5, 2, 4 }) { await ledger.TryCreateAsync(Run(number, number % 2 == 0 ? RunState.Done : RunState.Queued), Cancellation); }

        Assert.Equal([5, 4, 3, 2, 1], await NumbersAsync(state: null, most: 2));
        Assert.Equal([4, 2], await NumbersAsync(RunState.Done, most: 1));
        Assert.Equal([5, 3, 1], await NumbersAsync(RunState.Queued, most: 100));
        Assert.Empty(await NumbersAsync(RunState.Failed, most: 100));
    }

    public async Task ClaimsKeysOnceAsync()
    {
        var key = new string('f', 64);

        var owners = await Task.WhenAll(Enumerable.Range(1, 8).Select(number => Task.Run(() => ledger.ClaimKeyAsync(key, Run(number).RunId, Cancellation), Cancellation)));

        var owner = Assert.Single(owners.Distinct(StringComparer.Ordinal));
        Assert.Equal(owner, await ledger.ClaimKeyAsync(key, Run(9).RunId, Cancellation));
        Assert.Equal(Run(9).RunId, await ledger.ClaimKeyAsync(new string('e', 64), Run(9).RunId, Cancellation));
    }

    private async Task<List<int>> NumbersAsync(RunState? state, int most)
    {
        var numbers = new List<int>();
        string? continuation = null;
        do
        {
            var page = await ledger.ListAsync(state, most, continuation, Cancellation);
            Assert.True(page.Runs.Length <= most);
            numbers.AddRange(page.Runs.Select(run => int.Parse(run.RunId[..12], NumberStyles.HexNumber, CultureInfo.InvariantCulture)));
            continuation = page.Continuation;
        }
        while (continuation is not null);

        return numbers;
    }
}

public sealed class ObjectStoreRunLedgerTests
{
    private readonly RunLedgerContract _contract = new(new ObjectStoreRunLedger(new InMemoryObjectStore()));

    [Fact]
    public Task Run_is_created_once_and_read_as_it_was() => _contract.CreatesOnceAsync();

    [Fact]
    public Task Run_is_replaced_only_at_the_version_that_was_read() => _contract.ReplacesByVersionAsync();

    [Fact]
    public Task Runs_are_listed_newest_first_in_pages_and_by_state() => _contract.ListsNewestFirstAsync();

    [Fact]
    public Task Key_belongs_to_the_first_run_that_claimed_it() => _contract.ClaimsKeysOnceAsync();
}
