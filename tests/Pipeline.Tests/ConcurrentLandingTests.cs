using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Land;
using Pipeline.Parse;
using Pipeline.Parse.Sources;
using Pipeline.Storage;
using Pipeline.Storage.Delta;
using Pipeline.Testing;

namespace Pipeline.Tests;

/// <summary>Four workers take exports from one queue that delivers each one to five times, and die at random writes: nothing is lost or doubled.</summary>
public sealed class ConcurrentLandingTests
{
    private const int Workers = 4;
    private const int MostDeliveries = 5;

    /// <summary>How many seeds; a longer run is asked for with LANDING_SEEDS.</summary>
    private static int Seeds => int.TryParse(Environment.GetEnvironmentVariable("LANDING_SEEDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var seeds) ? seeds : 6;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tables_are_those_of_one_worker_that_saw_each_export_once()
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var exports = RandomExports.Of(seed);
            var alone = new InMemoryObjectStore();
            await LandAsync(alone, seed, exports, "alone");
            var shared = new InMemoryObjectStore();
            await ShareAsync(shared, seed, exports);

            var (expected, actual) = (await LakeContent.OfAsync(alone, Token), await LakeContent.OfAsync(shared, Token));
            Assert.True(expected == actual, $"seed {seed}:\n{actual}\ninstead of\n{expected}");
            Assert.Empty(await LeftOversAsync(shared, seed));
        }
    }

    private static async Task ShareAsync(InMemoryObjectStore shared, int seed, IReadOnlyList<LandingFile> exports)
    {
        var random = new Random(seed);
        var deliveries = exports.SelectMany(export => Enumerable.Repeat(export, random.Next(1, MostDeliveries + 1))).ToArray();
        random.Shuffle(deliveries);
        var queue = new ConcurrentQueue<(LandingFile File, int Tries)>(deliveries.Select(file => (file, 0)));
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() => WorkAsync(shared, queue, seed, new Random((seed * Workers) + worker)), Token)));
    }

    private static async Task WorkAsync(InMemoryObjectStore shared, ConcurrentQueue<(LandingFile File, int Tries)> queue, int seed, Random random)
    {
        while (queue.TryDequeue(out var message))
        {
            var (at, fault) = message.Tries < MostDeliveries ? (random.Next(1, 40), (Fault)random.Next(1, 6)) : (0, Fault.None);
            var store = new FaultyObjectStore(new UnevenStore(shared, random.Next()), call => call == at ? fault : Fault.None);
            try
            {
                await LandAsync(store, seed, [message.File], Guid.NewGuid().ToString("N"));
            }
            catch (Exception e) when (e is ProcessKilledException or StorageException or DeltaConflictException)
            {
                // What the queue does with a message whose worker died or failed.
                queue.Enqueue(message with { Tries = message.Tries + 1 });
            }
        }
    }

    /// <summary>Announcements that nobody settled, and raw bytes that are missing.</summary>
    private static async Task<List<string>> LeftOversAsync(InMemoryObjectStore store, int seed)
    {
        var ledger = await new ExportLedger(store, EnvironmentOf()).ReadAsync(Token);
        var found = ledger.Announced.Select(record => $"seed {seed}: {record.FileName} is announced").ToList();
        foreach (var record in ledger.Settled)
        {
            if (await store.TryReadAsync(record.RawPath, Token) is null) { found.Add($"seed {seed}: {record.RawPath} was not kept"); }
        }

        return found;
    }

    private static Task<LandingReceipt> LandAsync(IObjectStore store, int seed, IReadOnlyList<LandingFile> files, string runId)
    {
        var settings = new ParseSettings { HashKey = new byte[32] };
        if (seed % 2 == 0) { settings = settings with { Sources = settings.Sources.SetItem("hubspot", new SourceSettings { IsFullSnapshot = true }) }; }
        return new LandingFlow(store, EnvironmentOf(), new ExportParser(new SourceCatalog(SourceList.All, []), settings, new ParseOptions()), "settings").RunAsync(files, runId, Token);
    }

    private static DeltaEnvironment EnvironmentOf() =>
        new(new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero)), Guid.NewGuid) { Delay = async (_, _) => await Task.Yield() };
}
