using Microsoft.Extensions.Logging;
using Pipeline.App.Telemetry;
using Pipeline.App.Work;

namespace Pipeline.App.Hosting;

/// <summary>Takes messages from one queue and does what they ask, as the Functions host would: several servers on one queue share the work.</summary>
internal sealed class WorkLoop(ServerParts parts, Func<WorkQueues, IWorkQueue> choose, bool isPoison, ILogger logger)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var settings = parts.Settings;
        var pause = settings.QueuePause;
        while (!cancellationToken.IsCancellationRequested)
        {
            // The first look comes after a pause too: nothing of it delays the first answer.
            await Task.Delay(pause, parts.Context.Clock, cancellationToken).ConfigureAwait(false);
            var isBusy = await LookAsync(cancellationToken).ConfigureAwait(false);
            var longest = parts.Operations.IsInLake ? settings.QueuePause : settings.LongestQueuePause;
            pause = isBusy ? TimeSpan.Zero : pause == TimeSpan.Zero ? settings.QueuePause : TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, longest.Ticks));
        }
    }

    /// <summary>Whether there was a message.</summary>
    private async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var queue = choose(parts.Queues);
            var messages = await queue.ReceiveAsync(1, parts.Settings.MessageHold, cancellationToken).ConfigureAwait(false);
            foreach (var message in messages) { await HandleAsync(queue, message, cancellationToken).ConfigureAwait(false); }
            return !messages.IsEmpty;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LoopStumbled("queue", error.GetType().Name, Faults.DetailOf(error));
            return false;
        }
    }

    private async Task HandleAsync(IWorkQueue queue, WorkMessage message, CancellationToken cancellationToken)
    {
        var reading = WorkEnvelope.Read(message.Body);
        var holding = new MessageHold(queue, message, parts.Settings.MessageHold, parts.Context.Clock);
        bool isDone;
        await using (holding.ConfigureAwait(false))
        {
            if (isPoison)
            {
                await parts.Processor.ReportPoisonAsync(reading, queue.Name, cancellationToken).ConfigureAwait(false);
                isDone = true;
            }
            else
            {
                isDone = (await parts.Processor.HandleAsync(reading, queue.Name, message.DequeueCount, cancellationToken).ConfigureAwait(false)).IsDone;
            }
        }

        var held = holding.Message;
        if (isDone) { await queue.CompleteAsync(held, cancellationToken).ConfigureAwait(false); }
        else if (message.DequeueCount >= WorkQueues.MaximumDequeueCount) { await queue.PoisonAsync(held, cancellationToken).ConfigureAwait(false); }
        else { await queue.ExtendAsync(held, parts.Settings.RetryPause * message.DequeueCount, cancellationToken).ConfigureAwait(false); }
    }
}
