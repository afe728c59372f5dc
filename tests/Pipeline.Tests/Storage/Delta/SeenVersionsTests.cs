using Pipeline.Storage;
using Pipeline.Storage.Delta;
using Pipeline.Testing;

namespace Pipeline.Tests.Storage.Delta;

/// <summary>What was read of a table is not read again, and is never taken for what the table is now.</summary>
public sealed class SeenVersionsTests
{
    private readonly SeenVersions _seen = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Version_that_was_seen_is_not_read_again_and_of_the_next_only_its_commit()
    {
        var store = new CountingStore(new InMemoryObjectStore());
        var table = Seeing(store, 1);
        for (var id = 0; id < 5; id++) { await AppendAsync(table, id); }
        var first = await table.ReadAsync(Token);

        var reads = store.Reads;
        Assert.Same(first, await table.ReadAsync(Token));
        Assert.Equal(reads, store.Reads);

        await AppendAsync(Samples.Table(store, 2), 5);
        reads = store.Reads;
        var next = await Seeing(store, 3).ReadAsync(Token);
        Assert.Equal(reads + 1, store.Reads);
        Assert.Equal(6, next!.Files.Length);
    }

    [Fact]
    public async Task Table_that_others_write_too_is_read_as_if_nothing_had_been_seen()
    {
        var store = new InMemoryObjectStore();
        for (var id = 0; id < 45; id++)
        {
            await AppendAsync(id % 3 == 0 ? Seeing(store, id) : Samples.Table(store, id), id);
            if (id % 4 == 1) { continue; }
            var (seen, anew) = (await Seeing(store, id).ReadAsync(Token), await Samples.Table(store, id).ReadAsync(Token));
            Assert.Equal((anew!.Version, anew.CheckpointVersion), (seen!.Version, seen.CheckpointVersion));
            Assert.Equal(anew.Files.Select(file => file.Path), seen.Files.Select(file => file.Path));
        }
    }

    [Fact]
    public async Task Table_that_was_made_anew_is_read_anew()
    {
        var store = new InMemoryObjectStore();
        await AppendAsync(Seeing(store, 1), 1);
        await Seeing(store, 1).ReadAsync(Token);
        await foreach (var stored in store.ListAsync("", Token)) { await store.DeleteAsync(stored.Path, Token); }
        Assert.Null(await Seeing(store, 1).ReadAsync(Token));

        await AppendAsync(Samples.Table(store, 2), 2);
        var anew = await Seeing(store, 1).ReadAsync(Token);

        Assert.Equal((await Samples.Table(store, 2).ReadAsync(Token))!.Files.Select(file => file.Path), anew!.Files.Select(file => file.Path));
    }

    private DeltaTable Seeing(IObjectStore store, int seed) => new(store, "facts/sample", Samples.Environment(seed) with { Seen = _seen });

    private static async Task AppendAsync(DeltaTable table, int id)
    {
        var snapshot = await table.ReadAsync(Token);
        var part = await table.WritePartAsync(Samples.Schema, Samples.Encoded(Samples.Rows(id)), tags: null, Token);
        await table.CommitAsync(new DeltaCommit { Schema = Samples.Schema, Operation = "WRITE", ReadAt = snapshot, Add = [part] }, Token);
    }

    private sealed class CountingStore(IObjectStore inner) : IObjectStore
    {
        /// <summary>How many objects were read whole.</summary>
        public int Reads { get; private set; }

        public IAsyncEnumerable<StoredObject> ListAsync(string prefix, CancellationToken cancellationToken) => inner.ListAsync(prefix, cancellationToken);

        public Task<Stream> OpenReadAsync(string path, CancellationToken cancellationToken) => inner.OpenReadAsync(path, cancellationToken);

        public Task<VersionedContent?> TryReadAsync(string path, CancellationToken cancellationToken)
        {
            Reads++;
            return inner.TryReadAsync(path, cancellationToken);
        }

        public Task<bool> TryCreateAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken) => inner.TryCreateAsync(path, write, cancellationToken);

        public Task<bool> TryReplaceAsync(string path, ReadOnlyMemory<byte> content, ObjectVersion? expected, CancellationToken cancellationToken) => inner.TryReplaceAsync(path, content, expected, cancellationToken);

        public Task DeleteAsync(string path, CancellationToken cancellationToken) => inner.DeleteAsync(path, cancellationToken);
    }
}
