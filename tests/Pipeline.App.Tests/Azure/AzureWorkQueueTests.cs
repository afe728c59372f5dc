using Azure.Storage.Queues;
using Pipeline.App.Azure;
using Pipeline.App.Tests.Work;
using Pipeline.App.Work;
using Pipeline.Testing;

namespace Pipeline.App.Tests.Azure;

public sealed class AzureWorkQueueTests(Azurite azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Message_that_is_completed_is_gone() => await (await ContractAsync()).CompletesAsync();

    [Fact]
    public async Task Message_that_is_not_completed_comes_back_with_a_higher_count() => await (await ContractAsync()).ComesBackAsync();

    [Fact]
    public async Task Message_that_is_extended_stays_with_its_receiver() => await (await ContractAsync()).IsHeldLongerAsync();

    [Fact]
    public async Task Message_with_a_delay_is_received_after_it() => await (await ContractAsync()).WaitsAsync();

    [Fact]
    public async Task Poisoned_message_is_in_the_poison_queue_only() => await (await ContractAsync()).PoisonsAsync();

    [Fact]
    public async Task Racing_receivers_share_the_messages() => await (await ContractAsync()).IsSharedAsync();

    [Fact]
    public async Task Message_is_base64_on_the_wire_and_read_when_it_is_plain()
    {
        var service = await ServiceAsync();
        var queue = new AzureWorkQueue(service, WorkQueues.RunsName);
        var wire = service.GetQueueClient(WorkQueues.RunsName);
        await queue.SendAsync("""{"ours":1}""", TimeSpan.Zero, Token);

        var sent = (await wire.ReceiveMessagesAsync(1, TimeSpan.FromMinutes(1), Token)).Value[0];
        Assert.Equal("eyJvdXJzIjoxfQ==", sent.Body.ToString());
        await wire.SendMessageAsync("""{"plain":1}""", Token);
        Assert.Equal("""{"plain":1}""", Assert.Single(await queue.ReceiveAsync(1, TimeSpan.FromMinutes(1), Token)).Body);
    }

    private async Task<WorkQueueContract> ContractAsync()
    {
        var service = await ServiceAsync();
        return new(
            new AzureWorkQueue(service, WorkQueues.RunsName),
            new AzureWorkQueue(service, WorkQueues.RunsName + WorkQueues.PoisonSuffix),
            // The emulator's clock is its own: time passes by waiting.
            time => Task.Delay(time, Token));
    }

    private async Task<QueueServiceClient> ServiceAsync() => new AzureClients(ConnectionString.Read((await azurite.NewAccountAsync()).ConnectionString, "test")).Queues();
}
