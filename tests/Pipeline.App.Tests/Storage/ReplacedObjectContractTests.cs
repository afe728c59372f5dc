using System.Globalization;
using Pipeline.Storage;
using Pipeline.Testing;
using static Pipeline.App.Tests.Storage.StoreKind;

namespace Pipeline.App.Tests.Storage;

/// <summary>What every store promises of the few objects that are replaced.</summary>
public sealed class ReplacedObjectContractTests(Azurite azurite) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(StoreKind.All), MemberType = typeof(StoreKind))]
    public async Task Replace_at_the_version_read_succeeds_and_at_an_older_one_does_not(string kind)
    {
        var store = await OpenAsync(kind);
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
    [MemberData(nameof(StoreKind.All), MemberType = typeof(StoreKind))]
    public async Task Replace_of_nothing_creates_it_once(string kind)
    {
        var store = await OpenAsync(kind);

        var wins = await RaceAsync(racer => ReplaceAsync(store, "pointer", $"racer {racer}", expected: null));

        Assert.Equal(1, wins.Count(won => won));
    }

    [Theory]
    [MemberData(nameof(StoreKind.All), MemberType = typeof(StoreKind))]
    public async Task Replace_raced_by_many_counters_loses_no_step(string kind)
    {
        var store = await OpenAsync(kind);
        await CreateAsync(store, "counter", "0");

        const int steps = 4;
        await RaceAsync(async _ =>
        {
            for (var step = 0; step < steps;)
            {
                var seen = await store.TryReadAsync("counter", Token);
                var next = int.Parse(Text(seen!), CultureInfo.InvariantCulture) + 1;
                if (await ReplaceAsync(store, "counter", next.ToString(CultureInfo.InvariantCulture), seen!.Version)) { step++; }
            }

            return true;
        });

        Assert.Equal((Racers * steps).ToString(CultureInfo.InvariantCulture), await ReadAsync(store, "counter"));
    }

    [Theory]
    [MemberData(nameof(StoreKind.All), MemberType = typeof(StoreKind))]
    public async Task Replaced_object_stays_whole_for_who_has_it_open(string kind)
    {
        var store = await OpenAsync(kind);
        await CreateAsync(store, "pointer", "old content");
        var seen = await store.TryReadAsync("pointer", Token);
        await using var open = await store.OpenReadAsync("pointer", Token);

        await ReplaceAsync(store, "pointer", "new", seen!.Version);

        using var reader = new StreamReader(open);
        Assert.Equal("old content", await reader.ReadToEndAsync(Token));
    }

    private Task<IObjectStore> OpenAsync(string kind) => StoreKind.OpenAsync(kind, azurite, _folder);
}
