using System.Text;
using Pipeline.Storage;
using Pipeline.Testing;
using static Pipeline.App.Tests.Storage.StoreKind;

namespace Pipeline.App.Tests.Storage;

/// <summary>What every store promises; each test runs on each store.</summary>
public sealed class ObjectStoreContractTests(Azurite azurite) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(StoreKind.All), MemberType = typeof(StoreKind))]
    public async Task Create_of_a_new_object_is_read_back_whole(string kind)
    {
        var store = await OpenAsync(kind);

        Assert.True(await CreateAsync(store, "raw/a/b.csv", "one"));

        Assert.Equal("one", await ReadAsync(store, "raw/a/b.csv"));
    }

    [Theory]
    [MemberData(nameof(StoreKind.All), MemberType = typeof(StoreKind))]
    public async Task Create_of_an_object_that_exists_says_so_and_changes_nothing(string kind)
    {
        var store = await OpenAsync(kind);
        await CreateAsync(store, "a", "first");

        Assert.False(await CreateAsync(store, "a", "second"));

        Assert.Equal("first", await ReadAsync(store, "a"));
    }

    [Theory]
    [MemberData(nameof(StoreKind.All), MemberType = typeof(StoreKind))]
    public async Task Create_raced_by_many_threads_has_one_winner_whose_bytes_stay(string kind)
    {
        var store = await OpenAsync(kind);
        // Each round costs the emulator 16 uploads and 15 questions.
        var rounds = kind == "azurite" ? 10 : 40;
        for (var round = 0; round < rounds; round++)
        {
            var path = $"race/{round}";
            var wins = await RaceAsync(racer => CreateAsync(store, path, $"racer {racer}"));

            Assert.Equal(1, wins.Count(won => won));
            Assert.Equal($"racer {Array.IndexOf(wins, true)}", await ReadAsync(store, path));
        }
    }

    [Theory]
    [MemberData(nameof(StoreKind.All), MemberType = typeof(StoreKind))]
    public async Task Create_that_fails_midway_leaves_nothing(string kind)
    {
        var store = await OpenAsync(kind);

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
    [MemberData(nameof(StoreKind.All), MemberType = typeof(StoreKind))]
    public async Task List_goes_over_all_folders_of_a_lake_in_order(string kind)
    {
        var store = await OpenAsync(kind);
        string[] paths = [".hash-key", "exports/latest/x", "facts/a", "facts/b/c", "gap", "metrics/a", "ops/x", "pipeline.json", "quarantine/q", "raw/r", "sources/own.json"];
        foreach (var path in paths.Reverse()) { await CreateAsync(store, path, "x"); }

        Assert.Equal(paths, (await ListAsync(store, string.Empty)).Select(found => found.Path));
        Assert.Equal(["pipeline.json"], (await ListAsync(store, "p")).Select(found => found.Path));
        Assert.Equal(["facts/a", "facts/b/c"], (await ListAsync(store, "fa")).Select(found => found.Path));
        Assert.Equal(["facts/b/c"], (await ListAsync(store, "facts/b")).Select(found => found.Path));
        Assert.Equal(["sources/own.json"], (await ListAsync(store, "sources/")).Select(found => found.Path));
    }

    [Theory]
    [MemberData(nameof(StoreKind.All), MemberType = typeof(StoreKind))]
    public async Task Object_under_way_is_not_visible(string kind)
    {
        var store = await OpenAsync(kind);

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
    [MemberData(nameof(StoreKind.All), MemberType = typeof(StoreKind))]
    public async Task List_shows_what_has_the_prefix_in_ordinal_order_of_whole_paths(string kind)
    {
        var store = await OpenAsync(kind);
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
    [MemberData(nameof(StoreKind.All), MemberType = typeof(StoreKind))]
    public async Task Stream_of_an_object_seeks_and_knows_its_length(string kind)
    {
        var store = await OpenAsync(kind);
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
    [MemberData(nameof(StoreKind.All), MemberType = typeof(StoreKind))]
    public async Task Absent_object_is_named_when_opened_null_when_tried_and_fine_to_delete(string kind)
    {
        var store = await OpenAsync(kind);

        var thrown = await Assert.ThrowsAsync<ObjectNotFoundException>(() => store.OpenReadAsync("no/such", Token));
        Assert.Contains("no/such", thrown.Message, StringComparison.Ordinal);
        Assert.Null(await store.TryReadAsync("no/such", Token));
        await store.DeleteAsync("no/such", Token);
    }

    [Theory]
    [MemberData(nameof(StoreKind.All), MemberType = typeof(StoreKind))]
    public async Task Deleted_object_is_gone_and_its_name_is_free(string kind)
    {
        var store = await OpenAsync(kind);
        await CreateAsync(store, "a/b", "1");

        await store.DeleteAsync("a/b", Token);

        Assert.Empty(await ListAsync(store, string.Empty));
        Assert.True(await CreateAsync(store, "a/b", "2"));
    }

    [Theory]
    [MemberData(nameof(StoreKind.All), MemberType = typeof(StoreKind))]
    public async Task Empty_object_is_an_object(string kind)
    {
        var store = await OpenAsync(kind);

        Assert.True(await CreateAsync(store, "empty", string.Empty));

        Assert.False(await CreateAsync(store, "empty", "x"));
        Assert.Equal(0, (await ListAsync(store, "empty")).Single().Length);
        Assert.Equal(string.Empty, await ReadAsync(store, "empty"));
    }

    [Theory]
    [MemberData(nameof(StoreKind.All), MemberType = typeof(StoreKind))]
    public async Task Name_that_means_something_in_addresses_is_only_a_name(string kind)
    {
        var store = await OpenAsync(kind);
        string[] names = ["%2E%2E%2Fup.csv", "50% off?.csv", "a+b&c=d#e.csv", "şeker ☃ 'x' (1).csv", "~$draft;v=1,2.csv"];
        foreach (var name in names)
        {
            Assert.True(await CreateAsync(store, "landing/" + name, name));
            Assert.Equal(name, await ReadAsync(store, "landing/" + name));
        }

        Assert.Equal(names.Select(name => "landing/" + name).Order(StringComparer.Ordinal), (await ListAsync(store, "landing/")).Select(found => found.Path));
        Assert.Equal(["landing/" + names[1]], (await ListAsync(store, "landing/50% off?")).Select(found => found.Path));
        foreach (var name in names) { await store.DeleteAsync("landing/" + name, Token); }
        Assert.Empty(await ListAsync(store, "landing/"));
    }

    [Theory]
    [MemberData(nameof(StoreKind.All), MemberType = typeof(StoreKind))]
    public async Task Hostile_path_is_refused_by_every_operation(string kind)
    {
        var store = await OpenAsync(kind);
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
    [MemberData(nameof(StoreKind.All), MemberType = typeof(StoreKind))]
    public async Task Modification_times_never_run_backwards(string kind)
    {
        var store = await OpenAsync(kind);
        await CreateAsync(store, "1", "x");
        await CreateAsync(store, "2", "x");

        var listed = await ListAsync(store, string.Empty);

        Assert.True(listed[0].ModifiedAt <= listed[1].ModifiedAt);
    }

    private Task<IObjectStore> OpenAsync(string kind) => StoreKind.OpenAsync(kind, azurite, _folder);
}
