using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Storage;
using Pipeline.Storage.Delta;
using Pipeline.Testing;

namespace Pipeline.Tests.Storage.Delta;

public sealed class CheckpointTests
{
    private const string Log = "facts/sample/_delta_log/";
    private readonly FakeTimeProvider _clock = new(Samples.Start);
    private readonly InMemoryObjectStore _store;
    private readonly DeltaTable _table;

    public CheckpointTests()
    {
        _store = new InMemoryObjectStore(_clock);
        _table = Samples.Table(_store, seed: 2, _clock);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Checkpoint_is_written_every_ten_commits_and_pointed_to()
    {
        await CommitAsync(count: 26);

        Assert.Equal([Checkpoint(10), Checkpoint(20)], await PathsAsync(".checkpoint.parquet"));
        var pointer = (await _store.TryReadAsync(Log + "_last_checkpoint", Token))!;
        Assert.StartsWith("{\"version\":20,\"size\":", System.Text.Encoding.UTF8.GetString(pointer.Content.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_says_the_same_with_and_without_checkpoints_and_after_a_clean_up()
    {
        await CommitAsync(count: 26);
        var withCheckpoints = await DescribeAsync();

        var copy = new InMemoryObjectStore(_clock);
        foreach (var path in (await PathsAsync(string.Empty)).Where(path => !path.Contains("checkpoint", StringComparison.Ordinal)))
        {
            copy.Overwrite(path, (await _store.TryReadAsync(path, Token))!.Content.ToArray());
        }

        Assert.Equal(withCheckpoints, await DescribeAsync(copy));

        _clock.Advance(TimeSpan.FromDays(31));
        var removed = await _table.CleanUpLogAsync(TimeSpan.FromDays(30), Token);
        Assert.Equal(21, removed.ObjectCount);
        Assert.Equal([Checkpoint(20)], await PathsAsync(".checkpoint.parquet"));
        Assert.Equal([.. Enumerable.Range(20, 6).Select(Commit)], await PathsAsync(".json"));
        Assert.Equal(withCheckpoints, await DescribeAsync());
    }

    [Fact]
    public async Task Clean_up_keeps_what_is_younger_than_the_retention()
    {
        await CommitAsync(count: 15);
        _clock.Advance(TimeSpan.FromDays(31));
        await CommitAsync(count: 15, firstId: 1_000);

        await _table.CleanUpLogAsync(TimeSpan.FromDays(30), Token);

        Assert.Equal([Checkpoint(10), Checkpoint(20)], await PathsAsync(".checkpoint.parquet"));
        Assert.Equal(Commit(10), (await PathsAsync(".json"))[0]);
        Assert.Equal(CleanUpResult.Nothing, await _table.CleanUpLogAsync(TimeSpan.FromDays(30), Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _table.CleanUpLogAsync(TimeSpan.FromHours(23), Token));
    }

    [Fact]
    public async Task Checkpoint_that_disagrees_with_the_commits_stops_the_clean_up()
    {
        await CommitAsync(count: 15);
        var other = new InMemoryObjectStore(_clock);
        await CommitAsync(Samples.Table(other, seed: 77, _clock), count: 15, firstId: 0);
        _store.Overwrite(Checkpoint(10), (await other.TryReadAsync(Checkpoint(10), Token))!.Content.ToArray());
        _clock.Advance(TimeSpan.FromDays(31));

        var thrown = await Assert.ThrowsAsync<DeltaLogException>(() => _table.CleanUpLogAsync(TimeSpan.FromDays(30), Token));

        Assert.Contains(Checkpoint(10), thrown.Message, StringComparison.Ordinal);
        Assert.Equal(15, (await PathsAsync(".json")).Count);
    }

    [Fact]
    public async Task Writer_with_a_snapshot_from_before_a_clean_up_loses_nothing()
    {
        await CommitAsync(count: 4);
        var old = await _table.ReadAsync(Token);
        var part = await _table.WriteAsync(9_999);
        await CommitAsync(count: 20, firstId: 100);
        _clock.Advance(TimeSpan.FromDays(31));
        await _table.CleanUpLogAsync(TimeSpan.FromDays(30), Token);

        var result = await _table.CommitAsync(
            new DeltaCommit { Schema = Samples.Schema, Operation = "WRITE", ReadAt = old, Transactions = ["late"], Add = [part] },
            Token);

        Assert.Equal(24, result.Version);
        Assert.Contains(9_999L, await _table.IdsAsync());
    }

    [Fact]
    public async Task Writer_that_saw_no_table_does_not_begin_it_again_after_a_clean_up()
    {
        var part = await _table.WriteAsync(9_999);
        await CommitAsync(count: 20);
        _clock.Advance(TimeSpan.FromDays(31));
        await _table.CleanUpLogAsync(TimeSpan.FromDays(30), Token);

        var result = await _table.CommitAsync(new DeltaCommit { Schema = Samples.Schema, Operation = "WRITE", Transactions = ["late"], Add = [part], Configuration = new Dictionary<string, string> { ["pipeline.note"] = "ş" } }, Token);

        Assert.Equal(20, result.Version);
        Assert.Contains(9_999L, await _table.IdsAsync());
    }

    [Fact]
    public async Task Damaged_checkpoint_changes_nothing_while_the_commits_are_there()
    {
        await CommitAsync(count: 12);
        var expected = await DescribeAsync();
        var sound = (await _store.TryReadAsync(Checkpoint(10), Token))!.Content.ToArray();
        var random = new Random(5);

        for (var round = 0; round < 150; round++)
        {
            var damaged = sound[..];
            if (round % 3 == 0) { damaged = damaged[..random.Next(damaged.Length)]; }
            else { damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8)); }
            _store.Overwrite(Checkpoint(10), damaged);

            Assert.True(expected == await DescribeAsync(), $"round {round}: a damaged checkpoint was believed");
        }
    }

    [Fact]
    public async Task Damaged_checkpoint_without_its_commits_is_named()
    {
        await CommitAsync(count: 12);
        _clock.Advance(TimeSpan.FromDays(31));
        await _table.CleanUpLogAsync(TimeSpan.FromDays(30), Token);
        _store.Overwrite(Checkpoint(10), [1, 2, 3]);

        var thrown = await Assert.ThrowsAsync<DeltaLogException>(() => _table.ReadAsync(Token));

        Assert.Contains(Checkpoint(10), thrown.Message, StringComparison.Ordinal);
        Assert.Contains("doctor --repair", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Checkpoint_that_cannot_be_written_is_reported_and_made_up_for()
    {
        await CommitAsync(count: 10);
        // Of the eleventh append the second changing call is the commit, the third the checkpoint.
        var faulty = new FaultyObjectStore(_store, call => call == 3 ? Fault.ErrorBefore : Fault.None);

        var result = await Samples.Table(faulty, seed: 3, _clock).AppendAsync("eleventh", 5_000);

        Assert.Equal(CommitOutcome.Committed, result.Outcome);
        Assert.NotNull(result.CheckpointFailure);
        Assert.Empty(await PathsAsync(".checkpoint.parquet"));
        await CommitAsync(count: 10, firstId: 6_000);
        Assert.Equal([Checkpoint(20)], await PathsAsync(".checkpoint.parquet"));
    }

    [Fact]
    public async Task Vacuum_takes_old_orphans_and_removed_files_that_no_version_names()
    {
        var orphan = await _table.WriteAsync(1);
        await CommitAsync(count: 24);
        var live = await DescribeAsync();
        _clock.Advance(TimeSpan.FromDays(8));
        var young = await _table.WriteAsync(2);

        Assert.Equal(1, (await _table.VacuumAsync(TimeSpan.FromDays(7), Token)).ObjectCount);
        Assert.DoesNotContain("facts/sample/" + orphan.Path, await PathsAsync(".parquet"));

        _clock.Advance(TimeSpan.FromDays(31));
        await _table.CleanUpLogAsync(TimeSpan.FromDays(30), Token);
        var younger = await _table.WriteAsync(3);
        await _table.VacuumAsync(TimeSpan.FromDays(7), Token);

        var kept = (await PathsAsync(".parquet")).Where(path => !path.Contains("_delta_log", StringComparison.Ordinal)).ToList();
        Assert.DoesNotContain("facts/sample/" + young.Path, kept);
        Assert.Contains("facts/sample/" + younger.Path, kept);
        Assert.Equal(live, await DescribeAsync());
        Assert.Equal(await LiveIdsAsync(), await _table.IdsAsync());
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _table.VacuumAsync(TimeSpan.FromHours(1), Token));
    }

    [Fact]
    public async Task Vacuum_with_a_clock_that_is_fast_takes_nothing_young()
    {
        await CommitAsync(count: 1);
        var young = await _table.WriteAsync(2);
        var fast = Samples.Table(_store, seed: 8, new FakeTimeProvider(Samples.Start.AddYears(1)));

        Assert.Equal(CleanUpResult.Nothing, await fast.VacuumAsync(TimeSpan.FromDays(7), Token));

        Assert.Contains("facts/sample/" + young.Path, await PathsAsync(".parquet"));
    }

    private Task CommitAsync(int count, int firstId = 0) => CommitAsync(_table, count, firstId);

    /// <summary>Appends; every third commit also rewrites the oldest file.</summary>
    private static async Task CommitAsync(DeltaTable table, int count, int firstId)
    {
        for (var i = 0; i < count; i++)
        {
            var seen = await table.ReadAsync(Token);
            var commit = new DeltaCommit
            {
                Schema = Samples.Schema,
                Operation = "WRITE",
                ReadAt = seen,
                Transactions = [string.Create(CultureInfo.InvariantCulture, $"work/{firstId + i}")],
                Add = [await table.WriteAsync(firstId + i), await table.WriteAsync(firstId + i + 500)],
                Remove = i % 3 == 2 ? [seen!.Files[0].Path] : [],
                Configuration = seen is null ? new Dictionary<string, string> { ["pipeline.note"] = "ş" } : null,
            };
            await table.CommitAsync(commit, Token);
        }
    }

    private async Task<string> DescribeAsync(InMemoryObjectStore? store = null)
    {
        var snapshot = (await Samples.Table(store ?? _store, seed: 4, _clock).ReadAsync(Token))!;
        var files = snapshot.Files.Select(file => $"{file.Path} {file.ByteCount} {file.ModificationTime:O} {file.Statistics.Of("channel")} {file.RowCount} {string.Join(',', file.Tags)}");
        return string.Join('\n', [$"{snapshot.Version} {snapshot.MetadataId} {string.Join(",", snapshot.Schema.Columns)} {string.Join(',', snapshot.Configuration)}", .. snapshot.Transactions.Select(work => $"{work}").Order(StringComparer.Ordinal), .. files]);
    }

    private async Task<List<long>> LiveIdsAsync()
    {
        var snapshot = (await _table.ReadAsync(Token))!;
        return [.. snapshot.Files.Select(file => long.Parse(file.Statistics.Of("id").Minimum!, CultureInfo.InvariantCulture)).Order()];
    }

    private async Task<List<string>> PathsAsync(string suffix) =>
        await _store.ListAsync("facts/", Token).Select(found => found.Path).Where(path => path.EndsWith(suffix, StringComparison.Ordinal)).ToListAsync(Token);

    private static string Checkpoint(int version) => string.Create(CultureInfo.InvariantCulture, $"{Log}{version:D20}.checkpoint.parquet");

    private static string Commit(int version) => string.Create(CultureInfo.InvariantCulture, $"{Log}{version:D20}.json");
}
