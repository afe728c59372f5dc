using System.Text;
using Pipeline.App.Azure;
using Pipeline.Storage;
using Pipeline.Testing;

namespace Pipeline.App.Tests.Storage;

/// <summary>The stores that keep one contract, and short words for what tests do with them.</summary>
internal static class StoreKind
{
    public const int Racers = 16;

    public static TheoryData<string> All => ["folder", "memory", "azurite"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<IObjectStore> OpenAsync(string kind, Azurite azurite, TemporaryFolder folder) => kind switch
    {
        "folder" => new FolderObjectStore(Path.Join(folder.Path, "lake")),
        "memory" => new InMemoryObjectStore(),
        _ => new BlobObjectStore(new AzureClients(ConnectionString.Read((await azurite.NewAccountAsync()).ConnectionString, "test")).Blobs(), Guid.NewGuid),
    };

    public static async Task<bool[]> RaceAsync(Func<int, Task<bool>> run)
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

    public static Task<bool> CreateAsync(IObjectStore store, string path, string content) => CreateAsync(store, path, Encoding.UTF8.GetBytes(content));

    public static Task<bool> CreateAsync(IObjectStore store, string path, byte[] content) =>
        store.TryCreateAsync(path, (stream, token) => stream.WriteAsync(content, token).AsTask(), Token);

    public static byte[] Bytes(int count, int seed)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public static Task<bool> ReplaceAsync(IObjectStore store, string path, string content, ObjectVersion? expected) =>
        store.TryReplaceAsync(path, Encoding.UTF8.GetBytes(content), expected, Token);

    public static async Task<string> ReadAsync(IObjectStore store, string path)
    {
        await using var stream = await store.OpenReadAsync(path, Token);
        using var reader = new StreamReader(stream);
        var content = await reader.ReadToEndAsync(Token);
        Assert.Equal(content, Text((await store.TryReadAsync(path, Token))!));
        return content;
    }

    public static async Task<string> ReadExactlyAsync(Stream stream, int count)
    {
        var buffer = new byte[count];
        await stream.ReadExactlyAsync(buffer, Token);
        return Encoding.UTF8.GetString(buffer);
    }

    public static string Text(VersionedContent content) => Encoding.UTF8.GetString(content.Content.Span);

    public static async Task<List<StoredObject>> ListAsync(IObjectStore store, string prefix) =>
        await store.ListAsync(prefix, Token).ToListAsync(Token);
}
