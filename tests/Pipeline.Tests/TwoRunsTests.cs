using System.Text;
using Pipeline.Land;
using Pipeline.Model;
using Pipeline.Publish;
using Pipeline.Storage;
using Pipeline.Testing;

namespace Pipeline.Tests;

/// <summary>Runs that compute and publish at the same time, in the orders that would let old facts win.</summary>
public sealed class TwoRunsTests
{
    private const string Pointer = PublishedPointer.Path;
    private const string Commit = "metrics/metric_snapshot/_delta_log/00000000000000000001.json";

    private static readonly LandingFile First = Costs("costs-1.csv", "2026-05-01,google_ads,media,100.00,USD,a");
    private static readonly LandingFile Second = Costs("costs-2.csv", "2026-05-02,google_ads,media,60.00,USD,d", "2026-05-03,agency,fees,9.00,USD,e");
    private static readonly LandingFile Third = Costs("costs-3.csv", "2026-05-05,agency,fees,7.00,USD,f");

    [Fact]
    public async Task Run_that_ends_later_with_older_facts_leaves_the_newer_ones()
    {
        var inner = new InMemoryObjectStore();
        var other = new TestLake(inner);
        await PublishFirstAsync(other);
        // While the slow run is about to commit, another lands more and publishes it.
        var slow = new TestLake(new HookedStore(inner) { BeforeCreate = path => path == Commit ? LandAndPublishAsync(other, Third) : Task.CompletedTask });

        await slow.PublishAsync();

        Assert.Equal(await WholeAsync(), await RowsAsync(other));
        Assert.True((await slow.PublishAsync()).IsNothingNew);
    }

    [Fact]
    public async Task Recompute_that_ends_later_with_older_facts_leaves_the_newer_ones()
    {
        var inner = new InMemoryObjectStore();
        var other = new TestLake(inner);
        await PublishFirstAsync(other);
        var slow = new TestLake(new HookedStore(inner) { BeforeCreate = path => path == Commit ? LandAndPublishAsync(other, Third) : Task.CompletedTask });

        await slow.PublishAsync(new PublishScope(new DayRange(new DateOnly(2026, 5, 1), new DateOnly(2026, 6, 1))));

        Assert.Equal(await WholeAsync(), await RowsAsync(other));
    }

    [Fact]
    public async Task Pointer_of_the_newer_run_does_not_hide_what_the_older_one_wrote_after_it()
    {
        var inner = new InMemoryObjectStore();
        await PublishFirstAsync(new TestLake(inner));
        var (isReady, mayGo) = (new TaskCompletionSource(), new TaskCompletionSource());
        // The newer run publishes its tables, and waits before it writes the pointer.
        var newer = new TestLake(new HookedStore(inner)
        {
            BeforeReplace = path =>
            {
                if (path == Pointer) { isReady.TrySetResult(); }
                return path == Pointer ? mayGo.Task : Task.CompletedTask;
            },
        });
        var running = Task.CompletedTask;
        var older = new TestLake(new HookedStore(inner)
        {
            BeforeCreate = path =>
            {
                if (path != Commit) { return Task.CompletedTask; }
                running = LandAndPublishAsync(newer, Third);
                return isReady.Task;
            },
            AfterReplace = path =>
            {
                if (path == Pointer) { mayGo.TrySetResult(); }
                return path == Pointer ? running : Task.CompletedTask;
            },
        });

        await older.PublishAsync();

        Assert.Equal(await WholeAsync(), await RowsAsync(new TestLake(inner)));
    }

    /// <summary>A lake that published the first costs, and has the second ones in its facts.</summary>
    private static async Task PublishFirstAsync(TestLake lake)
    {
        await lake.LandAsync(First);
        await lake.PublishAsync();
        await lake.LandAsync(Second);
    }

    private static async Task LandAndPublishAsync(TestLake lake, LandingFile file)
    {
        await lake.LandAsync(file);
        await lake.PublishAsync();
    }

    private static async Task<IEnumerable<string>> WholeAsync() => await RowsAsync(await TestLake.RunAsync(First, Second, Third));

    private static async Task<IEnumerable<string>> RowsAsync(TestLake lake) =>
        (await lake.ReadAsync("metrics/metric_snapshot", "snapshot_date", "metric", "dimension", "member", "numerator", "denominator", "value", "null_reason")).Select(row => string.Join('|', row)).ToList();

    private static LandingFile Costs(string name, params string[] rows) => new(
        name,
        DateTimeOffset.UnixEpoch,
        _ => Task.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes("date,channel,cost_type,amount,currency,description\n" + string.Join('\n', rows) + "\n"))));

    /// <summary>Lets others act just before or after a change, once for each path.</summary>
    private sealed class HookedStore(IObjectStore inner) : IObjectStore
    {
        private readonly HashSet<string> _met = new(StringComparer.Ordinal);

        public Func<string, Task> BeforeCreate { get; init; } = _ => Task.CompletedTask;

        public Func<string, Task> BeforeReplace { get; init; } = _ => Task.CompletedTask;

        public Func<string, Task> AfterReplace { get; init; } = _ => Task.CompletedTask;

        public IAsyncEnumerable<StoredObject> ListAsync(string prefix, CancellationToken cancellationToken) => inner.ListAsync(prefix, cancellationToken);

        public Task<Stream> OpenReadAsync(string path, CancellationToken cancellationToken) => inner.OpenReadAsync(path, cancellationToken);

        public Task<VersionedContent?> TryReadAsync(string path, CancellationToken cancellationToken) => inner.TryReadAsync(path, cancellationToken);

        public async Task<bool> TryCreateAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
        {
            if (IsFirst("create " + path)) { await BeforeCreate(path); }
            return await inner.TryCreateAsync(path, write, cancellationToken);
        }

        public async Task<bool> TryReplaceAsync(string path, ReadOnlyMemory<byte> content, ObjectVersion? expected, CancellationToken cancellationToken)
        {
            if (IsFirst("before " + path)) { await BeforeReplace(path); }
            var isReplaced = await inner.TryReplaceAsync(path, content, expected, cancellationToken);
            if (isReplaced && IsFirst("after " + path)) { await AfterReplace(path); }
            return isReplaced;
        }

        public Task DeleteAsync(string path, CancellationToken cancellationToken) => inner.DeleteAsync(path, cancellationToken);

        private bool IsFirst(string call)
        {
            lock (_met) { return _met.Add(call); }
        }
    }
}
