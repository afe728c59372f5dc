using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Pipeline.Deployment.Tests.Host;

/// <summary>Plays the queue triggers of a Functions host: takes messages, invokes, and deletes, returns or poisons what it took.</summary>
/// <param name="host">The host whose functions are triggered.</param>
/// <param name="connection">The account of the queues.</param>
internal sealed class HostQueues(FunctionsHost host, string connection)
{
    /// <summary>How long the host keeps a message to itself while it invokes.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    // Event Grid and the host both write Base64.
    private readonly QueueServiceClient _service = new(connection, new QueueClientOptions(QueueClientOptions.ServiceVersion.V2023_11_03) { MessageEncoding = QueueMessageEncoding.Base64 });

    /// <summary>What runs while a batch of messages is worked on; it may kill the program.</summary>
    public Func<HostedFunction, QueueMessage, Task> Meanwhile { get; init; } = (_, _) => Task.CompletedTask;

    /// <summary>Makes the queues, as infra/ does.</summary>
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        foreach (var function in host.App.Functions.Where(function => function.Queue.Length > 0)) { await _service.GetQueueClient(function.Queue).CreateIfNotExistsAsync(cancellationToken: cancellationToken); }
    }

    public Task SendAsync(string queue, string text, CancellationToken cancellationToken) => _service.GetQueueClient(queue).SendMessageAsync(text, cancellationToken);

    /// <summary>Works until no queue holds a message that can be seen.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        var isIdle = false;
        while (!isIdle)
        {
            isIdle = true;
            foreach (var function in host.App.Functions.Where(function => function.Queue.Length > 0)) { isIdle &= !await TakeBatchAsync(function, cancellationToken); }
        }
    }

    private async Task<bool> TakeBatchAsync(HostedFunction function, CancellationToken cancellationToken)
    {
        var queue = _service.GetQueueClient(function.Queue);
        var messages = (await queue.ReceiveMessagesAsync(host.App.BatchSize, Lease, cancellationToken)).Value;
        await Task.WhenAll(messages.Select(message => HandleAsync(function, queue, message, cancellationToken)));
        if (host.HasExited) { await host.StartAsync(cancellationToken); }
        return messages.Length > 0;
    }

    private async Task HandleAsync(HostedFunction function, QueueClient queue, QueueMessage message, CancellationToken cancellationToken)
    {
        var text = message.Body.ToString();
        var invocation = host.InvokeAsync(function, Payload.Queue(function, text, (int)message.DequeueCount), cancellationToken);
        await Meanwhile(function, message);
        var answer = await invocation;
        if (!answer.IsDone && message.DequeueCount < host.App.MaximumDequeueCount)
        {
            // The host waits for visibilityTimeout here; a test has no minute to lose.
            await queue.UpdateMessageAsync(message.MessageId, message.PopReceipt, visibilityTimeout: TimeSpan.Zero, cancellationToken: cancellationToken);
            return;
        }

        if (!answer.IsDone) { await _service.GetQueueClient(function.Queue + "-poison").SendMessageAsync(text, cancellationToken); }
        await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, cancellationToken);
    }
}
