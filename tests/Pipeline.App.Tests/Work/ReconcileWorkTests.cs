using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Pipeline.App.Hosting;
using Pipeline.App.Runs;
using Pipeline.App.Security;
using Pipeline.App.Work;
using Pipeline.Testing;

namespace Pipeline.App.Tests.Work;

public sealed class ReconcileWorkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow().AddHours(1));
    private readonly ServerParts _parts;

    public ReconcileWorkTests()
    {
        var context = new ProgramContext
        {
            Output = TextWriter.Null,
            Error = TextWriter.Null,
            IsTerminal = false,
            Width = 120,
            WorkingFolder = _folder.Path,
            Clock = _clock,
            NewId = Guid.CreateVersion7,
            NewHashKey = () => new byte[32],
        };
        var settings = new ServeSettings { Lake = _folder["lake"], Address = IPAddress.Loopback, Port = 0, Authentication = new AuthenticationSettings() };
        _parts = new(context, settings, NullLoggerFactory.Instance);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _parts.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task File_is_asked_for_once_and_again_only_when_its_run_shows_no_sign_of_life()
    {
        await LandAsync("landing/a.csv");

        Assert.Equal(new Reconciliation(1, 0, 0), await ReconcileAsync());
        _clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal(new Reconciliation(0, 0, 0), await ReconcileAsync());
        _clock.Advance(TimeSpan.FromMinutes(45));
        Assert.Equal(new Reconciliation(0, 0, 1), await ReconcileAsync());
        _clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal(new Reconciliation(0, 0, 0), await ReconcileAsync());
        Assert.Equal(2, (await _parts.Queues.Exports.ReceiveAsync(32, TimeSpan.FromMinutes(1), Cancellation)).Length);
    }

    [Fact]
    public async Task File_whose_event_may_still_be_on_its_way_is_left_alone()
    {
        await LandAsync("landing/a.csv");
        _clock.AdjustTime(TimeProvider.System.GetUtcNow());

        Assert.Equal(new Reconciliation(0, 0, 0), await ReconcileAsync());
    }

    [Fact]
    public async Task Kept_file_that_the_ledger_does_not_know_is_asked_for()
    {
        await LandAsync("raw/stripe-invoices/0000/a.csv");

        Assert.Equal(new Reconciliation(0, 1, 0), await ReconcileAsync());
    }

    [Fact]
    public async Task Marks_of_files_that_are_gone_are_forgotten()
    {
        await LandAsync("landing/a.csv");
        await LandAsync("landing/b.csv");
        var marks = new LandedMarks(_parts.Lake.Store);
        foreach (var name in new[] { "landing/a.csv", "landing/b.csv" }) { await marks.SetAsync((await LandedMarks.FindAsync(_parts.Lake.Store, name, Cancellation))!, Cancellation); }

        await _parts.Lake.Store.DeleteAsync("landing/a.csv", Cancellation);

        Assert.Equal(new Reconciliation(0, 0, 0), await ReconcileAsync());
        Assert.Single(await marks.ReadAsync(Cancellation));
    }

    [Fact]
    public async Task Run_whose_message_was_lost_is_sent_again()
    {
        await _parts.Starter.OpenAsync(WorkKind.Recompute, new RunRequest { From = new DateOnly(2026, 1, 1), To = new DateOnly(2026, 1, 2) }, key: null, Cancellation);
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(new Reconciliation(0, 0, 1), await ReconcileAsync());
        var message = Assert.Single(await _parts.Queues.Runs.ReceiveAsync(32, TimeSpan.FromMinutes(1), Cancellation));
        Assert.Equal(WorkKind.Recompute, WorkEnvelope.Read(message.Body).Item!.Kind);
    }

    private Task<Reconciliation> ReconcileAsync() => new ReconcileWork(_parts, NullLogger.Instance).DoAsync(Cancellation);

    private Task<bool> LandAsync(string path) => _parts.Lake.Store.TryCreateAsync(path, (stream, token) => stream.WriteAsync(new byte[] { 1 }, token).AsTask(), Cancellation);
}
