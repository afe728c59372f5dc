using System.Text;
using Pipeline.Storage;
using Pipeline.Testing;

namespace Pipeline.Tests.Storage;

/// <summary>What every store promises; each test runs on each store.</summary>
public sealed class ObjectStoreContractTests : IDisposable
{
    private const int Racers = 16;
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Stores => ["folder", "memory"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Create_of_a_new_object_is_read_back_whole(string kind)
    {
        var store = Open(kind);

        Assert.True(await CreateAsync(store, "raw/a/b.csv", "one"));

        Assert.Equal("one", await ReadAsync(store, "raw/a/b.csv"));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Create_of_an_object_that_exists_says_so_and_changes_nothing(string kind)
    {
        var store = Open(kind);
        await CreateAsync(store, "a", "first");

        Assert.False(await CreateAsync(store, "a", "second"));

        Assert.Equal("first", await ReadAsync(store, "a"));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Create_raced_by_many_threads_has_one_winner_whose_bytes_stay(string kind)
    {
        var store = Open(kind);
        for (var round = 0; round < 40; round++)
        {
            var path = $"race/{round}";
            var wins = await RaceAsync(racer => CreateAsync(store, path, $"racer {racer}"));

            Assert.Equal(1, wins.Count(won => won));
            Assert.Equal($"racer {Array.IndexOf(wins, true)}", await ReadAsync(store, path));
        }
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Create_that_fails_midway_leaves_nothing(string kind)
    {
        var store = Open(kind);

        await Assert.ThrowsAsync<InvalidDataException>(() => store.TryCreateAsync(
            "half",
            async (stream, token) =>
            {
                await stream.WriteAsync(new byte[100], token);
                throw new InvalidDataException("the source ended");
            },
            Token));

        Assert.Null(await store.TryReadAsync("half", Token));
        Assert.Empty(await ListAsync(store, string.Empty));
        Assert.True(await CreateAsync(store, "half", "whole"));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Object_under_way_is_not_visible(string kind)
    {
        var store = Open(kind);

        await store.TryCreateAsync(
            "slow",
            async (stream, token) =>
            {
                await stream.WriteAsync(new byte[1 << 20], token);
                await stream.FlushAsync(token);
                Assert.Null(await store.TryReadAsync("slow", token));
                Assert.Empty(await ListAsync(store, string.Empty));
            },
            Token);

        Assert.Equal(1 << 20, (await ListAsync(store, "slow")).Single().Length);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Replace_at_the_version_read_succeeds_and_at_an_older_one_does_not(string kind)
    {
        var store = Open(kind);
        await CreateAsync(store, "pointer", "1");
        var first = await store.TryReadAsync("pointer", Token);

        Assert.True(await ReplaceAsync(store, "pointer", "2", first!.Version));
        Assert.False(await ReplaceAsync(store, "pointer", "3", first.Version));
        Assert.False(await ReplaceAsync(store, "pointer", "3", expected: null));
        Assert.False(await ReplaceAsync(store, "absent", "3", first.Version));

        Assert.Equal("2", await ReadAsync(store, "pointer"));
        Assert.Null(await store.TryReadAsync("absent", Token));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Replace_of_nothing_creates_it_once(string kind)
    {
        var store = Open(kind);

        var wins = await RaceAsync(racer => ReplaceAsync(store, "pointer", $"racer {racer}", expected: null));

        Assert.Equal(1, wins.Count(won => won));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Replace_raced_by_many_counters_loses_no_step(string kind)
    {
        var store = Open(kind);
        await CreateAsync(store, "counter", "0");

        const int steps = 4;
        await RaceAsync(async _ =>
        {
            for (var step = 0; step < steps;)
            {
                var seen = await store.TryReadAsync("counter", Token);
                var next = int.Parse(Text(seen!), System.Globalization.CultureInfo.InvariantCulture) + 1;
                if (await ReplaceAsync(store, "counter", next.ToString(System.Globalization.CultureInfo.InvariantCulture), seen!.Version)) { step++; }
            }

            return true;
        });

        Assert.Equal((Racers * steps).ToString(System.Globalization.CultureInfo.InvariantCulture), await ReadAsync(store, "counter"));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Replaced_object_stays_whole_for_who_has_it_open(string kind)
    {
        var store = Open(kind);
        await CreateAsync(store, "pointer", "old content");
        var seen = await store.TryReadAsync("pointer", Token);
        await using var open = await store.OpenReadAsync("pointer", Token);

        await ReplaceAsync(store, "pointer", "new", seen!.Version);

        using var reader = new StreamReader(open);
        Assert.Equal("old content", await reader.ReadToEndAsync(Token));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task List_shows_what_has_the_prefix_in_ordinal_order_of_whole_paths(string kind)
    {
        var store = Open(kind);
        string[] paths = ["a-b", "a/b/c", "a/b-c", "a/b", "b/ı", "b/I", "b/i", "a0", ".hidden/x"];
        // A folder cannot hold both a file 'a/b' and files below it.
        foreach (var path in paths.Where(path => path != "a/b")) { await CreateAsync(store, path, path); }

        Assert.Equal([".hidden/x", "a-b", "a/b-c", "a/b/c", "a0", "b/I", "b/i", "b/ı"], (await ListAsync(store, string.Empty)).Select(found => found.Path));
        Assert.Equal(["a/b-c", "a/b/c"], (await ListAsync(store, "a/")).Select(found => found.Path));
        Assert.Equal(["a/b/c"], (await ListAsync(store, "a/b/")).Select(found => found.Path));
        Assert.Equal(["a-b", "a/b-c", "a/b/c", "a0"], (await ListAsync(store, "a")).Select(found => found.Path));
        Assert.Empty(await ListAsync(store, "nothing/here"));
        Assert.All(await ListAsync(store, string.Empty), found => Assert.Equal(Encoding.UTF8.GetByteCount(found.Path), found.Length));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Stream_of_an_object_seeks_and_knows_its_length(string kind)
    {
        var store = Open(kind);
        await CreateAsync(store, "digits", "0123456789");
        await using var stream = await store.OpenReadAsync("digits", Token);

        Assert.True(stream.CanSeek);
        Assert.Equal(10, stream.Length);
        stream.Seek(-3, SeekOrigin.End);
        Assert.Equal("789", await ReadExactlyAsync(stream, 3));
        stream.Position = 2;
        Assert.Equal("23", await ReadExactlyAsync(stream, 2));
        stream.Position = 10;
        Assert.Equal(0, await stream.ReadAsync(new byte[1], Token));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Absent_object_is_named_when_opened_null_when_tried_and_fine_to_delete(string kind)
    {
        var store = Open(kind);

        var thrown = await Assert.ThrowsAsync<ObjectNotFoundException>(() => store.OpenReadAsync("no/such", Token));
        Assert.Contains("no/such", thrown.Message, StringComparison.Ordinal);
        Assert.Null(await store.TryReadAsync("no/such", Token));
        await store.DeleteAsync("no/such", Token);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Deleted_object_is_gone_and_its_name_is_free(string kind)
    {
        var store = Open(kind);
        await CreateAsync(store, "a/b", "1");

        await store.DeleteAsync("a/b", Token);

        Assert.Empty(await ListAsync(store, string.Empty));
        Assert.True(await CreateAsync(store, "a/b", "2"));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Empty_object_is_an_object(string kind)
    {
        var store = Open(kind);

        Assert.True(await CreateAsync(store, "empty", string.Empty));

        Assert.False(await CreateAsync(store, "empty", "x"));
        Assert.Equal(0, (await ListAsync(store, "empty")).Single().Length);
        Assert.Equal(string.Empty, await ReadAsync(store, "empty"));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Hostile_path_is_refused_by_every_operation(string kind)
    {
        var store = Open(kind);
        string[] hostile =
        [
            string.Empty, "/etc/passwd", "../outside", "a/../../outside", "a/..", "..", ".", "a/./b", "a//b", "a/", "a\\b", "..\\outside",
            "a\0b", "a\nb", "C:/x", "_tmp/x", "_TMP/x",
        ];

        foreach (var path in hostile)
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(() => CreateAsync(store, path, "x"));
            await Assert.ThrowsAnyAsync<ArgumentException>(() => ReplaceAsync(store, path, "x", expected: null));
            await Assert.ThrowsAnyAsync<ArgumentException>(() => store.TryReadAsync(path, Token));
            await Assert.ThrowsAnyAsync<ArgumentException>(() => store.OpenReadAsync(path, Token));
            await Assert.ThrowsAnyAsync<ArgumentException>(() => store.DeleteAsync(path, Token));
        }

        await Assert.ThrowsAnyAsync<ArgumentException>(() => ListAsync(store, "../"));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => ListAsync(store, "/"));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Modification_times_never_run_backwards(string kind)
    {
        var store = Open(kind);
        await CreateAsync(store, "1", "x");
        await CreateAsync(store, "2", "x");

        var listed = await ListAsync(store, string.Empty);

        Assert.True(listed[0].ModifiedAt <= listed[1].ModifiedAt);
    }

    private IObjectStore Open(string kind) => kind == "folder" ? new FolderObjectStore(Path.Join(_folder.Path, "lake")) : new InMemoryObjectStore();

    private static async Task<bool[]> RaceAsync(Func<int, Task<bool>> run)
    {
        using var start = new Barrier(Racers);
        var threads = Enumerable.Range(0, Racers).Select(racer => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait(Token);
                return run(racer);
            },
            Token,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap());
        return await Task.WhenAll(threads);
    }

    private static Task<bool> CreateAsync(IObjectStore store, string path, string content) =>
        store.TryCreateAsync(path, (stream, token) => stream.WriteAsync(Encoding.UTF8.GetBytes(content), token).AsTask(), Token);

    private static Task<bool> ReplaceAsync(IObjectStore store, string path, string content, ObjectVersion? expected) =>
        store.TryReplaceAsync(path, Encoding.UTF8.GetBytes(content), expected, Token);

    private static async Task<string> ReadAsync(IObjectStore store, string path)
    {
        await using var stream = await store.OpenReadAsync(path, Token);
        using var reader = new StreamReader(stream);
        var content = await reader.ReadToEndAsync(Token);
        Assert.Equal(content, Text((await store.TryReadAsync(path, Token))!));
        return content;
    }

    private static async Task<string> ReadExactlyAsync(Stream stream, int count)
    {
        var buffer = new byte[count];
        await stream.ReadExactlyAsync(buffer, Token);
        return Encoding.UTF8.GetString(buffer);
    }

    private static string Text(VersionedContent content) => Encoding.UTF8.GetString(content.Content.Span);

    private static async Task<List<StoredObject>> ListAsync(IObjectStore store, string prefix) =>
        await store.ListAsync(prefix, Token).ToListAsync(Token);
}
