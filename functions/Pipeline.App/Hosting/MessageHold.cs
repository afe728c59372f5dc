using Pipeline.App.Work;
using Pipeline.Storage;

namespace Pipeline.App.Hosting;

/// <summary>Keeps a message from others while it is worked on.</summary>
internal sealed class MessageHold : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _holding;

    public MessageHold(IWorkQueue queue, WorkMessage message, TimeSpan hold, TimeProvider clock)
    {
        Message = message;
        _holding = HoldAsync(queue, hold, clock);
    }

    /// <summary>The message with its newest receipt.</summary>
    public WorkMessage Message { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _holding.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task HoldAsync(IWorkQueue queue, TimeSpan hold, TimeProvider clock)
    {
        try
        {
            while (true)
            {
                await Task.Delay(hold / 3, clock, _stop.Token).ConfigureAwait(false);
                // No longer ours: another worker does the same, and the answer will be the same.
                if (await queue.ExtendAsync(Message, hold, _stop.Token).ConfigureAwait(false) is not { } held) { return; }
                Message = held;
            }
        }
        catch (Exception error) when (error is OperationCanceledException or StorageException)
        {
            // The work is over, or storage is away: then the message comes again, and doing it twice changes nothing.
        }
    }
}
