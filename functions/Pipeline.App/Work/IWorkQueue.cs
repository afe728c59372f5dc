using System.Collections.Immutable;

namespace Pipeline.App.Work;

/// <summary>A queue of work items, shared by workers. A message may come twice, late and in any order; it is gone when it is completed.</summary>
/// <remarks>Storage failures surface as <see cref="Storage.StorageException"/> after the queue's own retries.</remarks>
internal interface IWorkQueue
{
    /// <summary>What the queue is called, also in the names of its functions and in logs.</summary>
    string Name { get; }

    /// <param name="body">The text of the message, at most 48 KiB of UTF-8.</param>
    /// <param name="delay">How long nobody receives it; zero for at once.</param>
    /// <param name="cancellationToken">Ends the sending early.</param>
    Task SendAsync(string body, TimeSpan delay, CancellationToken cancellationToken);

    /// <summary>Takes messages that nobody else holds; none when there are none. It does not wait for any.</summary>
    /// <param name="most">How many at most, 1 to 32.</param>
    /// <param name="visibility">How long they are this receiver's; then they come back, with a higher count.</param>
    /// <param name="cancellationToken">Ends the receiving early.</param>
    Task<ImmutableArray<WorkMessage>> ReceiveAsync(int most, TimeSpan visibility, CancellationToken cancellationToken);

    /// <summary>Holds a message for <paramref name="visibility"/> from now.</summary>
    /// <returns>The message with its new receipt; <see langword="null"/> when it is no longer this receiver's.</returns>
    Task<WorkMessage?> ExtendAsync(WorkMessage message, TimeSpan visibility, CancellationToken cancellationToken);

    /// <summary>Removes a message. One that is no longer this receiver's stays, and that is fine: doing work twice changes nothing.</summary>
    Task CompleteAsync(WorkMessage message, CancellationToken cancellationToken);

    /// <summary>Moves a message to the poison queue, <c>&lt;name&gt;-poison</c>, where it is reported. It is there before it is gone here.</summary>
    Task PoisonAsync(WorkMessage message, CancellationToken cancellationToken);
}

/// <summary>A message as a receiver holds it.</summary>
/// <param name="MessageId">The queue's own name of the message; never read from the body.</param>
/// <param name="Receipt">Proves that this receiver holds it. Opaque.</param>
/// <param name="Body">Its text.</param>
/// <param name="DequeueCount">How often it was received, this time included.</param>
internal sealed record WorkMessage(string MessageId, string Receipt, string Body, int DequeueCount);

/// <summary>The queues of a lake.</summary>
/// <param name="Exports">Landed exports, from Event Grid and from us.</param>
/// <param name="Runs">Recomputes, daily snapshots, reconciliations.</param>
/// <param name="PoisonedExports">What of <see cref="Exports"/> failed too often.</param>
/// <param name="PoisonedRuns">What of <see cref="Runs"/> failed too often.</param>
internal sealed record WorkQueues(IWorkQueue Exports, IWorkQueue Runs, IWorkQueue PoisonedExports, IWorkQueue PoisonedRuns)
{
    public const string ExportsName = "landed-exports";
    public const string RunsName = "metric-runs";
    public const string PoisonSuffix = "-poison";

    /// <summary>How often a message is tried before it is poison; the Functions host is told the same in host.json.</summary>
    public const int MaximumDequeueCount = 5;
}
