using System.Globalization;
using Azure.Storage.Queues;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.App.Azure;
using Pipeline.App.Hosting;
using Pipeline.App.Report;
using Pipeline.App.Security;
using Pipeline.App.Work;
using Pipeline.Land;
using Pipeline.Storage;
using Pipeline.Testing;

namespace Pipeline.App.Tests.Azure;

/// <summary>Four stand-alone servers on one queue of Azurite; every message is sent one to five times, in any order, and servers die at random writes: nothing is lost or doubled.</summary>
public sealed class FourWorkersTests(Azurite azurite) : IDisposable
{
    private const int Workers = 4;
    private const int MostDeliveries = 5;
    private readonly TemporaryFolder _folder = new();

    /// <summary>How many seeds; a longer run is asked for with WORKER_SEEDS.</summary>
    private static int Seeds => int.TryParse(Environment.GetEnvironmentVariable("WORKER_SEEDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var seeds) ? seeds : 1;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Tables_are_those_of_one_run_that_saw_each_export_once()
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var account = await azurite.NewAccountAsync();
            var store = new Lake(ContextOf(account), AzureSettings.Azurite).Store;
            var landed = await LandAsync(store, seed);
            var sent = await SendAsync(account, landed, seed);
            var deaths = (await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => WorkAsync(account, seed, worker)))).Sum();
            await FinishAsync(account);

            var (expected, actual) = (await ExpectedAsync(store, landed, seed), await LakeContent.OfAsync(store, Token));
            Assert.True(expected == actual, $"seed {seed}, {sent} messages, {deaths} deaths:\n{actual}\ninstead of\n{expected}");
            Assert.Empty((await new ExportLedger(store, new(TimeProvider.System, Guid.NewGuid)).ReadAsync(Token)).Announced);
            TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}: {sent} messages, {deaths} deaths");
        }
    }

    /// <summary>Puts exports into the landing container.</summary>
    private static async Task<List<StoredObject>> LandAsync(IObjectStore store, int seed)
    {
        foreach (var export in RandomExports.Of(seed))
        {
            await store.TryCreateAsync(
                BlobEvent.Landing + export.Name,
                async (target, token) =>
                {
                    await using var source = await export.OpenAsync(token);
                    await source.CopyToAsync(target, token);
                },
                Token);
        }

        return await store.ListAsync(BlobEvent.Landing, Token).ToListAsync(Token);
    }

    private static async Task<int> SendAsync(AzuriteAccount account, List<StoredObject> landed, int seed)
    {
        var random = new Random(seed);
        var messages = landed.SelectMany(file => Enumerable.Repeat(file.Path, random.Next(1, MostDeliveries + 1))).ToArray();
        random.Shuffle(messages);
        var queue = new AzureWorkQueue(Queues(account), WorkQueues.ExportsName);
        foreach (var path in messages) { await queue.SendAsync(WorkEnvelope.Write(new(WorkKind.LandedExport, Path: path)), TimeSpan.Zero, Token); }
        return messages.Length;
    }

    /// <summary>One server after another in the place of one that died, until the queue is empty.</summary>
    private static async Task<int> WorkAsync(AzuriteAccount account, int seed, int worker)
    {
        var random = new Random((seed * Workers) + worker);
        for (var deaths = 0; ; deaths++)
        {
            using var life = CancellationTokenSource.CreateLinkedTokenSource(Token);
            var deadly = random.Next(1, 30);
            var fault = random.Next(2) == 0 ? Fault.KillBefore : Fault.KillAfter;
            // A few servers live for ever, or no message would ever be done.
            var store = new Func<IObjectStore, IObjectStore>(inner => new FaultyObjectStore(inner, call => call == deadly && deaths < 8 ? Die(life, fault) : Fault.None));
            if (await LiveAsync(ContextOf(account) with { AroundStore = store }, account, life.Token)) { return deaths; }
        }
    }

    private static Fault Die(CancellationTokenSource life, Fault fault)
    {
        // A process that is killed does nothing more: neither does its loop.
        life.Cancel();
        return fault;
    }

    /// <returns>Whether the server saw the queue empty; otherwise it died.</returns>
    private static async Task<bool> LiveAsync(ProgramContext context, AzuriteAccount account, CancellationToken life)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(life);
        using var parts = new ServerParts(context, Settings(), NullLoggerFactory.Instance);
        var loop = new WorkLoop(parts, queues => queues.Exports, isPoison: false, NullLogger.Instance).RunAsync(done.Token);
        var queue = Queues(account).GetQueueClient(WorkQueues.ExportsName);
        while (!loop.IsCompleted && (await queue.GetPropertiesAsync(Token)).Value.ApproximateMessagesCount > 0) { await Task.WhenAny(loop, Task.Delay(200, Token)); }
        await done.CancelAsync();
        await Record.ExceptionAsync(() => loop);
        Token.ThrowIfCancellationRequested();
        return !life.IsCancellationRequested;
    }

    /// <summary>Does what failed as often as allowed, as an operator would who sends it again.</summary>
    private static async Task FinishAsync(AzuriteAccount account)
    {
        var poison = new AzureWorkQueue(Queues(account), WorkQueues.ExportsName + WorkQueues.PoisonSuffix);
        using var parts = new ServerParts(ContextOf(account), Settings(), NullLoggerFactory.Instance);
        foreach (var message in await poison.ReceiveAsync(32, TimeSpan.FromMinutes(5), Token))
        {
            Assert.True((await parts.Processor.HandleAsync(WorkEnvelope.Read(message.Body), poison.Name, 1, Token)).IsDone);
        }
    }

    private async Task<string> ExpectedAsync(IObjectStore store, List<StoredObject> landed, int seed)
    {
        var context = ContextOf(new("none", ""));
        var lake = new Lake(context, _folder[seed.ToString(CultureInfo.InvariantCulture)]);
        var files = landed.Select(file => new LandingFile(LandedName.Of(file.Path), file.ModifiedAt, token => store.OpenReadAsync(file.Path, token)));
        await new Belt(lake, context).LandAsync([.. files], "alone", new Progress<StepProgress>(), Token);
        return await LakeContent.OfAsync(lake.Store, Token);
    }

    private static ServeSettings Settings() => new()
    {
        Lake = AzureSettings.Azurite,
        Authentication = new AuthenticationSettings(),
        Address = System.Net.IPAddress.Loopback,
        Port = 0,
        MessageHold = TimeSpan.FromSeconds(3),
        RetryPause = TimeSpan.FromSeconds(1),
        QueuePause = TimeSpan.FromMilliseconds(50),
        LongestQueuePause = TimeSpan.FromMilliseconds(500),
    };

    private static ProgramContext ContextOf(AzuriteAccount account) => new()
    {
        Output = TextWriter.Null,
        Error = TextWriter.Null,
        IsTerminal = false,
        Width = 120,
        WorkingFolder = Path.GetTempPath(),
        Clock = TimeProvider.System,
        NewId = Guid.CreateVersion7,
        NewHashKey = () => new byte[32],
        Setting = name => name == AzureSettings.LakeConnection ? account.ConnectionString : null,
    };

    private static QueueServiceClient Queues(AzuriteAccount account) => new AzureClients(ConnectionString.Read(account.ConnectionString, "test")).Queues();
}
