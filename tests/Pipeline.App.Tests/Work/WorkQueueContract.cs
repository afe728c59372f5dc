using Microsoft.Extensions.Time.Testing;
using Pipeline.App.Work;

namespace Pipeline.App.Tests.Work;

/// <summary>What every queue promises. A test class for an implementation calls each of these.</summary>
/// <param name="queue">An empty queue.</param>
/// <param name="poison">Its poison queue, empty.</param>
/// <param name="pass">Lets time pass, for the queue.</param>
internal sealed class WorkQueueContract(IWorkQueue queue, IWorkQueue poison, Func<TimeSpan, Task> pass)
{
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async Task CompletesAsync()
    {
        await queue.SendAsync("""{"text":"şeker ☃"}""", TimeSpan.Zero, Cancellation);

        var message = Assert.Single(await queue.ReceiveAsync(32, Hold, Cancellation));
        Assert.Equal("""{"text":"şeker ☃"}""", message.Body);
        Assert.Equal(1, message.DequeueCount);
        Assert.Empty(await queue.ReceiveAsync(32, Hold, Cancellation));
        await queue.CompleteAsync(message, Cancellation);
        await pass(Hold * 2);

        Assert.Empty(await queue.ReceiveAsync(32, Hold, Cancellation));
    }

    public async Task ComesBackAsync()
    {
        await queue.SendAsync("once", TimeSpan.Zero, Cancellation);
        var first = Assert.Single(await queue.ReceiveAsync(1, Hold, Cancellation));
        await pass(Hold * 2);

        var second = Assert.Single(await queue.ReceiveAsync(1, Hold, Cancellation));
        Assert.Equal(2, second.DequeueCount);
        // The first receiver no longer holds it: it can neither keep nor remove it.
        Assert.Null(await queue.ExtendAsync(first, Hold, Cancellation));
        await queue.CompleteAsync(first, Cancellation);
        await queue.CompleteAsync(second, Cancellation);
        await pass(Hold * 2);

        Assert.Empty(await queue.ReceiveAsync(1, Hold, Cancellation));
    }

    public async Task IsHeldLongerAsync()
    {
        await queue.SendAsync("long", TimeSpan.Zero, Cancellation);
        var message = Assert.Single(await queue.ReceiveAsync(1, Hold, Cancellation));

        var held = await queue.ExtendAsync(message, Hold * 3, Cancellation);
        await pass(Hold * 1.5);

        Assert.NotNull(held);
        Assert.Empty(await queue.ReceiveAsync(1, Hold, Cancellation));
        await queue.CompleteAsync(held, Cancellation);
        await pass(Hold * 3);
        Assert.Empty(await queue.ReceiveAsync(1, Hold, Cancellation));
    }

    public async Task WaitsAsync()
    {
        await queue.SendAsync("later", Hold, Cancellation);

        Assert.Empty(await queue.ReceiveAsync(1, Hold, Cancellation));
        await pass(Hold * 2);

        Assert.Single(await queue.ReceiveAsync(1, Hold, Cancellation));
    }

    public async Task PoisonsAsync()
    {
        await queue.SendAsync("bad", TimeSpan.Zero, Cancellation);
        var message = Assert.Single(await queue.ReceiveAsync(1, Hold, Cancellation));

        await queue.PoisonAsync(message, Cancellation);
        await pass(Hold * 2);

        Assert.Empty(await queue.ReceiveAsync(1, Hold, Cancellation));
        Assert.Equal("bad", Assert.Single(await poison.ReceiveAsync(1, Hold, Cancellation)).Body);
    }

    /// <summary>Receivers that race share the messages, and nobody gets another's.</summary>
    public async Task IsSharedAsync()
    {
        for (var i = 0; i < 20; i++) { await queue.SendAsync($"{i}", TimeSpan.Zero, Cancellation); }

        var taken = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(TakeAllAsync, Cancellation)));

        Assert.Equal(Enumerable.Range(0, 20), taken.SelectMany(bodies => bodies).Select(int.Parse).Order());
    }

    private async Task<List<string>> TakeAllAsync()
    {
        var bodies = new List<string>();
        for (var misses = 0; misses < 3;)
        {
            var messages = await queue.ReceiveAsync(3, TimeSpan.FromMinutes(5), Cancellation);
            if (messages.IsEmpty) { misses++; }
            bodies.AddRange(messages.Select(message => message.Body));
        }

        return bodies;
    }
}

public sealed class ObjectStoreWorkQueueTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 7, 1, 6, 0, 0, TimeSpan.Zero));
    private readonly WorkQueueContract _contract;

    public ObjectStoreWorkQueueTests()
    {
        var store = new Testing.InMemoryObjectStore(_clock);
        _contract = new(
            new ObjectStoreWorkQueue(store, WorkQueues.RunsName, _clock, Guid.NewGuid),
            new ObjectStoreWorkQueue(store, WorkQueues.RunsName + WorkQueues.PoisonSuffix, _clock, Guid.NewGuid),
            time =>
            {
                _clock.Advance(time);
                return Task.CompletedTask;
            });
    }

    [Fact]
    public Task Message_that_is_completed_is_gone() => _contract.CompletesAsync();

    [Fact]
    public Task Message_that_is_not_completed_comes_back_with_a_higher_count() => _contract.ComesBackAsync();

    [Fact]
    public Task Message_that_is_extended_stays_with_its_receiver() => _contract.IsHeldLongerAsync();

    [Fact]
    public Task Message_with_a_delay_is_received_after_it() => _contract.WaitsAsync();

    [Fact]
    public Task Poisoned_message_is_in_the_poison_queue_only() => _contract.PoisonsAsync();

    [Fact]
    public Task Racing_receivers_share_the_messages() => _contract.IsSharedAsync();
}
