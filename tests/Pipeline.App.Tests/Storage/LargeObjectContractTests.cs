using System.Security.Cryptography;
using Pipeline.Storage;
using Pipeline.Testing;
using static Pipeline.App.Tests.Storage.StoreKind;

namespace Pipeline.App.Tests.Storage;

/// <summary>What every store promises of objects that it neither sends nor keeps in one piece.</summary>
public sealed class LargeObjectContractTests(Azurite azurite) : IDisposable
{
    /// <summary>More than any store sends at once.</summary>
    private const int LargeBytes = 9_500_000;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(StoreKind.All), MemberType = typeof(StoreKind))]
    public async Task Large_object_is_read_back_in_any_order_of_ranges(string kind)
    {
        var store = await OpenAsync(kind);
        var content = Bytes(LargeBytes, seed: 1);
        await CreateAsync(store, "facts/large", content);

        await using var stream = await store.OpenReadAsync("facts/large", Token);
        Assert.Equal(LargeBytes, stream.Length);
        var random = new Random(2);
        for (var read = 0; read < 40; read++)
        {
            var start = read % 3 == 0 ? LargeBytes - random.Next(1, 300_000) : random.Next(LargeBytes);
            var count = Math.Min(LargeBytes - start, random.Next(1, read % 2 == 0 ? 5_000 : 2_000_000));
            var buffer = new byte[count];
            stream.Position = start;
            if (read % 4 == 0) { stream.ReadExactly(buffer); }
            else { await stream.ReadExactlyAsync(buffer, Token); }
            Assert.True(content.AsSpan(start, count).SequenceEqual(buffer), $"read {read}: {count} bytes from {start}");
        }

        stream.Position = 0;
        Assert.Equal(SHA256.HashData(content), await SHA256.HashDataAsync(stream, Token));
    }

    [Theory]
    [MemberData(nameof(StoreKind.All), MemberType = typeof(StoreKind))]
    public async Task Large_object_raced_by_many_has_one_winner_whose_bytes_stay(string kind)
    {
        var store = await OpenAsync(kind);
        var contents = Enumerable.Range(0, 4).Select(racer => Bytes(LargeBytes, racer)).ToArray();

        var wins = await Task.WhenAll(contents.Select(content => Task.Run(() => CreateAsync(store, "raw/large", content), Token)));

        Assert.Equal(1, wins.Count(won => won));
        await using var stream = await store.OpenReadAsync("raw/large", Token);
        Assert.Equal(SHA256.HashData(contents[Array.IndexOf(wins, true)]), await SHA256.HashDataAsync(stream, Token));
        Assert.False(await CreateAsync(store, "raw/large", contents[0]));
    }

    [Theory]
    [MemberData(nameof(StoreKind.All), MemberType = typeof(StoreKind))]
    public async Task Large_object_that_fails_midway_leaves_nothing(string kind)
    {
        var store = await OpenAsync(kind);

        await Assert.ThrowsAsync<InvalidDataException>(() => store.TryCreateAsync(
            "raw/half",
            async (stream, token) =>
            {
                await stream.WriteAsync(new byte[LargeBytes], token);
                throw new InvalidDataException("the source ended");
            },
            Token));

        Assert.Null(await store.TryReadAsync("raw/half", Token));
        Assert.Empty(await ListAsync(store, string.Empty));
        Assert.True(await CreateAsync(store, "raw/half", "whole"));
        Assert.Equal("whole", await ReadAsync(store, "raw/half"));
    }

    private Task<IObjectStore> OpenAsync(string kind) => StoreKind.OpenAsync(kind, azurite, _folder);
}
