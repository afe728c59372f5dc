using System.Buffers;
using Pipeline.Storage;
using Pipeline.Testing;

namespace Pipeline.Tests.Storage;

[Collection(AloneGroup.Name)]
public sealed class FolderObjectStoreTests : IDisposable
{
    private const int Megabyte = 1 << 20;
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Create_of_100_megabytes_streams_to_disk()
    {
        var store = new FolderObjectStore(_folder.Path);
        var block = new byte[Megabyte];
        await CreateAsync(store, "warm-up", block, blocks: 1);

        var before = GC.GetTotalAllocatedBytes(precise: true);
        await CreateAsync(store, "large", block, blocks: 100);
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        Assert.Equal(100L * Megabyte, new FileInfo(Path.Join(_folder.Path, "large")).Length);
        Assert.True(allocated < 20L * Megabyte, $"{allocated} bytes were allocated");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4_095)]
    [InlineData(4_096)]
    [InlineData(4_097)]
    [InlineData((4 * Megabyte) - 4_097)]
    [InlineData((4 * Megabyte) - 4_096)]
    [InlineData((4 * Megabyte) - 4_095)]
    [InlineData(4 * Megabyte)]
    [InlineData((9 * Megabyte) + 12_345)]
    public async Task Raw_export_of_any_length_is_kept_byte_for_byte(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);

        Assert.True(await new FolderObjectStore(_folder.Path).TryCreateAsync("raw/source/export", WriteInPieces, Token));

        Assert.Equal(bytes, await File.ReadAllBytesAsync(Path.Join(_folder.Path, "raw", "source", "export"), Token));
        Assert.Empty(Directory.GetFiles(Path.Join(_folder.Path, "_tmp")));

        async Task WriteInPieces(Stream stream, CancellationToken token)
        {
            foreach (var piece in bytes.Chunk(700_001)) { await stream.WriteAsync(piece, token); }
            Assert.Equal(length, stream.Length);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData((4 * Megabyte) - 4_096)]
    [InlineData((9 * Megabyte) + 12_345)]
    public async Task Raw_export_that_is_read_into_the_memory_of_the_store_is_kept_byte_for_byte(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        using var source = new MemoryStream(bytes);

        Assert.True(await new FolderObjectStore(_folder.Path).TryCreateAsync("raw/source/export", ReadIntoAsync, Token));

        Assert.Equal(bytes, await File.ReadAllBytesAsync(Path.Join(_folder.Path, "raw", "source", "export"), Token));

        async Task ReadIntoAsync(Stream stream, CancellationToken token)
        {
            // Not every file system lets bytes past its cache; then there is no such memory.
            if (stream is not IBufferWriter<byte> writer)
            {
                await source.CopyToAsync(stream, token);
                return;
            }

            for (int read; (read = source.Read(writer.GetSpan()[..Math.Min(writer.GetSpan().Length, 300_000)])) > 0;) { writer.Advance(read); }
            Assert.Throws<ArgumentOutOfRangeException>(() => writer.Advance(Megabyte * 8));
        }
    }

    [Fact]
    public async Task Left_overs_of_killed_runs_are_removed_when_older_than_a_day()
    {
        var scratch = Directory.CreateDirectory(Path.Join(_folder.Path, "_tmp")).FullName;
        var old = Path.Join(scratch, "old");
        var recent = Path.Join(scratch, "recent");
        await File.WriteAllTextAsync(old, "x", Token);
        await File.WriteAllTextAsync(recent, "x", Token);
        File.SetLastWriteTimeUtc(old, File.GetLastWriteTimeUtc(old).AddHours(-25));
        File.SetLastWriteTimeUtc(recent, File.GetLastWriteTimeUtc(recent).AddHours(-23));
        var store = new FolderObjectStore(_folder.Path);

        await CreateAsync(store, "a", [1], blocks: 1);

        Assert.False(File.Exists(old));
        Assert.True(File.Exists(recent));
        Assert.Equal(["a"], await store.ListAsync(string.Empty, Token).Select(found => found.Path).ToListAsync(Token));
    }

    [Fact]
    public async Task Create_leaves_no_second_name_behind()
    {
        var store = new FolderObjectStore(_folder.Path);

        await CreateAsync(store, "a/b/c", [1], blocks: 1);
        await CreateAsync(store, "a/b/c", [2], blocks: 1);

        Assert.Empty(Directory.GetFiles(Path.Join(_folder.Path, "_tmp")));
    }

    [Fact]
    public async Task Two_stores_on_one_folder_lose_no_replacement()
    {
        IObjectStore[] stores = [new FolderObjectStore(_folder.Path), new FolderObjectStore(_folder.Path)];
        await CreateAsync(stores[0], "counter", [0], blocks: 1);

        await Task.WhenAll(stores.Select(store => Task.Run(
            async () =>
            {
                for (var step = 0; step < 25;)
                {
                    var seen = await store.TryReadAsync("counter", Token);
                    byte[] next = [(byte)(seen!.Content.Span[0] + 1)];
                    if (await store.TryReplaceAsync("counter", next, seen.Version, Token)) { step++; }
                }
            },
            Token)));

        Assert.Equal(50, (await stores[0].TryReadAsync("counter", Token))!.Content.Span[0]);
    }

    [Fact]
    public async Task Linked_folder_is_not_followed_by_a_listing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "making links needs a privilege there");
        var store = new FolderObjectStore(_folder.Path);
        await CreateAsync(store, "a/x", [1], blocks: 1);
        Directory.CreateSymbolicLink(Path.Join(_folder.Path, "a", "round"), Path.Join(_folder.Path, "a"));

        Assert.Equal(["a/x"], await store.ListAsync("a/", Token).Select(found => found.Path).ToListAsync(Token));
    }

    [Fact]
    public async Task Name_that_is_a_folder_fails_with_the_path()
    {
        var store = new FolderObjectStore(_folder.Path);
        await CreateAsync(store, "a/x", [1], blocks: 1);

        var below = await Assert.ThrowsAsync<StorageException>(() => CreateAsync(store, "a/x/y", [1], blocks: 1));

        Assert.Contains("a/x/y", below.Message, StringComparison.Ordinal);
        Assert.False(await CreateAsync(store, "a", [1], blocks: 1));
    }

    private static Task<bool> CreateAsync(IObjectStore store, string path, byte[] block, int blocks) => store.TryCreateAsync(
        path,
        async (stream, token) =>
        {
            for (var i = 0; i < blocks; i++) { await stream.WriteAsync(block, token); }
        },
        Token);
}

/// <summary>Run after the tests that run side by side: what the process allocates is then what one test allocates.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneGroup
{
    public const string Name = "alone";
}
