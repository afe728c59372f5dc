using System.Globalization;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Pipeline.App.Azure;
using Pipeline.Land;
using Pipeline.Metrics;
using Pipeline.Model;
using Pipeline.Parse;
using Pipeline.Parse.Sources;
using Pipeline.Storage;
using Pipeline.Storage.Delta;
using Pipeline.Testing;

namespace Pipeline.App.Tests.Azure;

/// <summary>A landing and a daily run on Azurite through a broken network: the lake is what it is through a sound one, or the run says what failed and the next one does the rest.</summary>
public sealed class WireFaultTests(Azurite azurite)
{
    private static readonly LandingFile May = FileOf("hubspot-crm-exports-all-deals-2026-05-01.csv", """
        Record ID,Deal Name,Pipeline,Deal Stage,Amount,Create Date,Close Date
        1,Alpha,Sales Pipeline,Discovery,100,2026-04-01 09:00,2026-06-01 09:00
        2,Beta,Sales Pipeline,Discovery,not money,2026-04-02 09:00,2026-06-02 09:00
        """);

    private static readonly LandingFile June = FileOf("hubspot-crm-exports-all-deals-2026-06-03.csv", """
        Record ID,Deal Name,Pipeline,Deal Stage,Amount,Create Date,Close Date
        1,Alpha,Sales Pipeline,Closed Won,150,2026-04-01 09:00,2026-05-20 09:00
        """);

    /// <summary>Larger than what is sent in one request; nothing reads it, so only its bytes are kept.</summary>
    private static readonly LandingFile Large = FileOf("notes.csv", "colour,shape\n" + new string('x', 5 << 20));

    /// <summary>Every so many changes one is tried; a longer run asks for each with WIRE_STRIDE=1.</summary>
    private static int Stride => int.TryParse(Environment.GetEnvironmentVariable("WIRE_STRIDE"), NumberStyles.None, CultureInfo.InvariantCulture, out var stride) ? stride : 20;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(WireFault.AnswerDropped)]
    [InlineData(WireFault.UploadCut)]
    [InlineData(WireFault.TooMany)]
    [InlineData(WireFault.InternalError)]
    [InlineData(WireFault.Unavailable)]
    public async Task Every_change_that_fails_at_first_is_done_once_in_the_end(WireFault fault)
    {
        var lasts = fault is WireFault.AnswerDropped or WireFault.UploadCut ? 1 : 2;

        var content = await RunAsync(await azurite.NewAccountAsync(), call => call.IsChange && call.Try <= lasts ? fault : WireFault.None);

        Assert.Equal(await SoundAsync(), content);
    }

    [Theory]
    [InlineData(WireFault.DownloadCut)]
    [InlineData(WireFault.Unavailable)]
    public async Task Every_look_that_fails_at_first_succeeds_in_the_end(WireFault fault)
    {
        var content = await RunAsync(await azurite.NewAccountAsync(), call => !call.IsChange && call.Try == 1 && call.Number % 2 == 0 ? fault : WireFault.None);

        Assert.Equal(await SoundAsync(), content);
    }

    [Fact]
    public async Task Silence_is_broken_off_and_tried_again()
    {
        var content = await RunAsync(await azurite.NewAccountAsync(), call => call.Number % 15 == 0 && call.Try == 1 ? WireFault.Silence : WireFault.None, TimeSpan.FromSeconds(2));

        Assert.Equal(await SoundAsync(), content);
    }

    [Theory]
    [InlineData(WireFault.AnswerDropped)]
    [InlineData(WireFault.Unavailable)]
    public async Task Change_that_fails_for_good_ends_the_run_with_a_sentence_and_the_next_run_does_the_rest(WireFault fault)
    {
        var sound = await SoundAsync();
        var changes = await ChangesAsync();
        for (var broken = 1 + ((int)fault % Stride); broken <= changes; broken += Stride)
        {
            var account = await azurite.NewAccountAsync();
            var at = broken;
            var error = await Record.ExceptionAsync(() => RunAsync(account, call => call.IsChange && call.Number >= at ? fault : WireFault.None));
            // A commit whose answers are all lost is found to be there, so a run may even end.
            if (error is not null) { Assert.Contains("cannot ", Assert.IsType<StorageException>(error).Message, StringComparison.Ordinal); }

            Assert.Equal(sound, await RunAsync(account, _ => WireFault.None));
        }
    }

    [Fact]
    public async Task Failure_for_good_leaves_the_previous_version_as_it_was()
    {
        var account = await azurite.NewAccountAsync();
        await LandAsync(StoreOf(account, new FaultyHandler(_ => WireFault.None)), [May]);
        var before = await LakeContent.OfAsync(StoreOf(account, new FaultyHandler(_ => WireFault.None)), Token);
        var handler = new FaultyHandler(call => call.IsChange ? WireFault.InternalError : WireFault.None);

        var error = await Assert.ThrowsAsync<StorageException>(() => LandAsync(StoreOf(account, handler), [June]));

        Assert.Matches("^cannot create 'raw/.*: the storage account is busy or broken \\(500\\); what was there before is intact, try again later$", error.Message);
        Assert.DoesNotContain(account.ConnectionString.Split("AccountKey=")[1][..20], error.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, await LakeContent.OfAsync(StoreOf(account, new FaultyHandler(_ => WireFault.None)), Token));
    }

    private async Task<string> SoundAsync() => await RunAsync(await azurite.NewAccountAsync(), _ => WireFault.None);

    private async Task<int> ChangesAsync()
    {
        var handler = new FaultyHandler(_ => WireFault.None);
        await RunAsync(StoreOf(await azurite.NewAccountAsync(), handler));
        return handler.Changes;
    }

    private static async Task<string> RunAsync(AzuriteAccount account, Func<WireCall, WireFault> faultOf, TimeSpan? timeout = null)
    {
        await RunAsync(StoreOf(account, new FaultyHandler(faultOf), timeout));
        return await LakeContent.OfAsync(StoreOf(account, new FaultyHandler(_ => WireFault.None)), Token);
    }

    private static async Task RunAsync(IObjectStore store)
    {
        await LandAsync(store, [May, Large]);
        await LandAsync(store, [June]);
        await new DailyFlow(store, EnvironmentOf(), new MetricSettings(), "config").RunAsync(new SnapshotRequest("run", new DayAxisRequest(null, new DateOnly(2026, 11, 24))), Token);
    }

    private static Task<LandingReceipt> LandAsync(IObjectStore store, LandingFile[] files)
    {
        var parser = new ExportParser(new SourceCatalog(SourceList.All, []), new ParseSettings { HashKey = new byte[32] }, new ParseOptions());
        return new LandingFlow(store, EnvironmentOf(), parser, "settings").RunAsync(files, Guid.NewGuid().ToString("N"), Token);
    }

    private static BlobObjectStore StoreOf(AzuriteAccount account, FaultyHandler handler, TimeSpan? timeout = null) => new(
        new AzureClients(ConnectionString.Read(account.ConnectionString, "test"))
        {
            Transport = handler.ToTransport(),
            FirstPause = TimeSpan.FromMilliseconds(1),
            NetworkTimeout = timeout ?? TimeSpan.FromSeconds(30),
        }.Blobs(),
        Guid.NewGuid);

    private static DeltaEnvironment EnvironmentOf() => new(new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero)), Guid.NewGuid) { Delay = (_, _) => Task.CompletedTask };

    private static LandingFile FileOf(string name, string text) =>
        new(name, new DateTimeOffset(2026, 6, 10, 0, 0, 0, TimeSpan.Zero), _ => Task.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes(text))));
}
