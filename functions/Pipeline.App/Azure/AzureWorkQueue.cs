using System.Collections.Immutable;
using System.Text;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Pipeline.App.Work;

namespace Pipeline.App.Azure;

/// <summary>A queue of a storage account, shared with the Functions host and with other workers. It is made on first use.</summary>
/// <remarks>
/// Texts are sent in base64, as host.json says and Event Grid does; plain ones are read too. A send whose answer was lost is sent again: a message may come twice.
/// </remarks>
internal sealed class AzureWorkQueue(QueueServiceClient service, string name) : IWorkQueue
{
    /// <summary>Messages wait for a worker as long as it takes.</summary>
    private static readonly TimeSpan ForEver = TimeSpan.FromSeconds(-1);

    private readonly QueueClient _queue = service.GetQueueClient(name);

    public string Name => name;

    public Task SendAsync(string body, TimeSpan delay, CancellationToken cancellationToken) => SendAsync(_queue, body, delay, cancellationToken);

    public async Task<ImmutableArray<WorkMessage>> ReceiveAsync(int most, TimeSpan visibility, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _queue.ReceiveMessagesAsync(most, visibility, cancellationToken).ConfigureAwait(false);
            return [.. answer.Value.Select(message => new WorkMessage(message.MessageId, message.PopReceipt, Decode(message.Body), checked((int)message.DequeueCount)))];
        }
        catch (Exception e) when (AzureFailure.IsAbsent(e))
        {
            return [];
        }
        catch (Exception e) when (AzureFailure.Is(e, cancellationToken))
        {
            throw Failure("receive from", e);
        }
    }

    public async Task<WorkMessage?> ExtendAsync(WorkMessage message, TimeSpan visibility, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _queue.UpdateMessageAsync(message.MessageId, message.Receipt, Encode(message.Body), visibility, cancellationToken).ConfigureAwait(false);
            return message with { Receipt = answer.Value.PopReceipt };
        }
        catch (RequestFailedException e) when (IsNotHeld(e))
        {
            return null;
        }
        catch (Exception e) when (AzureFailure.Is(e, cancellationToken))
        {
            throw Failure("hold a message of", e);
        }
    }

    public async Task CompleteAsync(WorkMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await _queue.DeleteMessageAsync(message.MessageId, message.Receipt, cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException e) when (IsNotHeld(e))
        {
            // It is another receiver's now, or gone already because an answer was lost.
        }
        catch (Exception e) when (AzureFailure.Is(e, cancellationToken))
        {
            throw Failure("remove a message from", e);
        }
    }

    public async Task PoisonAsync(WorkMessage message, CancellationToken cancellationToken)
    {
        await SendAsync(service.GetQueueClient(name + WorkQueues.PoisonSuffix), message.Body, TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
        await CompleteAsync(message, cancellationToken).ConfigureAwait(false);
    }

    private async Task SendAsync(QueueClient queue, string body, TimeSpan delay, CancellationToken cancellationToken)
    {
        try
        {
            var text = Encode(body);
            try
            {
                await queue.SendMessageAsync(text, delay, ForEver, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (AzureFailure.IsAbsent(e))
            {
                await queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
                await queue.SendMessageAsync(text, delay, ForEver, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (AzureFailure.Is(e, cancellationToken))
        {
            throw Failure("send to", e);
        }
    }

    private static bool IsNotHeld(RequestFailedException e) => e.ErrorCode == QueueErrorCode.MessageNotFound || e.ErrorCode == QueueErrorCode.PopReceiptMismatch;

    private static string Encode(string body) => Convert.ToBase64String(Encoding.UTF8.GetBytes(body));

    /// <summary>A text of ours or of Event Grid begins with a brace, which base64 does not know.</summary>
    private static string Decode(BinaryData body)
    {
        var text = body.ToString();
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var count) ? Encoding.UTF8.GetString(bytes, 0, count) : text;
    }

    private Storage.StorageException Failure(string action, Exception e) => AzureFailure.Of($"{action} the queue '{name}' in {service.Uri.AbsoluteUri}", e);
}
