using System.Text.Json.Nodes;
using Pipeline.Deployment.Tests.Published;
using Pipeline.Testing;

namespace Pipeline.Deployment.Tests.Host;

/// <summary>Every invocation ends: done, or a failure that the host understands. None hangs, and none takes the process with it.</summary>
[Collection(PublishedProgramGroup.Name)]
public sealed class InvocationTests(PublishedProgram program) : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private FunctionsHost _host = null!;

    public static TheoryData<string> Messages { get; } = Table();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = new FunctionsHost(program.Folder, new Dictionary<string, string>(StringComparer.Ordinal) { ["PIPELINE_LAKE"] = _folder["lake"] });
        await _host.StartAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Timers_are_done_the_first_time_on_time_and_past_due()
    {
        foreach (var timer in _host.App.Functions.Where(function => function.Trigger is "timerTrigger"))
        {
            await MustBeDoneAsync(timer, Payload.Timer(timer, isFirst: true));
            await MustBeDoneAsync(timer, Payload.Timer(timer));
            await MustBeDoneAsync(timer, Payload.Timer(timer, isPastDue: true));
        }
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public async Task Message_that_nobody_can_use_is_done_with_on_every_queue_in_every_form(string text)
    {
        foreach (var function in _host.App.Functions.Where(function => function.Queue.Length > 0))
        {
            foreach (var form in Enum.GetValues<QueueForm>())
            {
                await MustBeDoneAsync(function, Payload.Queue(function, text, 1, form));
                await MustBeDoneAsync(function, Payload.Queue(function, text, 5, form));
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"Data":null,"Metadata":null}""")]
    [InlineData("""{"Data":{"item":null,"timer":7},"Metadata":{"DequeueCount":{}}}""")]
    public async Task Body_that_no_host_sends_is_answered_too(string body)
    {
        foreach (var function in _host.App.Functions.Where(function => function.Trigger is not "httpTrigger"))
        {
            // Done or failed; what it must not do is hang or crash, and the host's player refuses both.
            await _host.PostAsync(function.Name, new StringContent(body), Cancellation);
        }

        Assert.False(_host.HasExited, _host.Output);
    }

    [Fact]
    public async Task Invocation_of_any_size_and_depth_is_answered()
    {
        var function = _host.App.OfQueue("landed-exports");
        var large = new string('x', 64 * 1024);
        var deep = string.Concat(Enumerable.Repeat("[", 5000)) + string.Concat(Enumerable.Repeat("]", 5000));

        await MustBeDoneAsync(function, Payload.Queue(function, large));
        await MustBeDoneAsync(function, Payload.Queue(function, deep));
        var tooLarge = await _host.PostAsync(function.Name, new StringContent("{\"Data\":{\"item\":\"" + new string('x', 8 << 20) + "\"},\"Metadata\":{}}"), Cancellation);

        Assert.False(tooLarge.IsDone);
        Assert.False(_host.HasExited, _host.Output);
    }

    [Fact]
    public async Task Function_that_does_not_exist_fails()
    {
        var answer = await _host.PostAsync("NoSuchFunction", new StringContent("{}"), Cancellation);

        Assert.False(answer.IsDone);
    }

    [Fact]
    public async Task Many_invocations_at_once_are_all_answered()
    {
        var function = _host.App.OfQueue("landed-exports");
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => _host.InvokeAsync(function, Payload.Queue(function, Payload.BlobCreated("landing", $"missing-{number}.csv").ToJsonString()), Cancellation)));

        Assert.All(answers, answer => Assert.True(answer.IsDone, answer.Fault));
    }

    [Fact]
    public async Task Functions_of_queues_and_timers_are_not_reachable_below_api()
    {
        foreach (var function in _host.App.Functions.Where(function => function.Trigger is not "httpTrigger"))
        {
            using var answer = await _host.ForwardAsync(new(HttpMethod.Post, "/api/" + function.Name) { Content = new StringContent("{}") }, Cancellation);
            Assert.False(answer.IsSuccessStatusCode, function.Name);
        }
    }

    private static TheoryData<string> Table() =>
        [
            "hello", "7", "null", "[]", "{}", "{\"id\":\"7\"}", "ünïcödé ☃",
            new JsonObject { ["eventType"] = "Microsoft.Storage.BlobDeleted", ["subject"] = "/blobServices/default/containers/landing/blobs/a.csv", ["id"] = "x" }.ToJsonString(),
            Payload.BlobCreated("somewhere-else", "a.csv").ToJsonString(),
            Payload.BlobCreated("landing", "gone.csv").ToJsonString(),
        ];

    private async Task MustBeDoneAsync(HostedFunction function, JsonObject payload)
    {
        var answer = await _host.InvokeAsync(function, payload, Cancellation);
        Assert.True(answer.IsDone, $"{function.Name}: {answer.Fault}\nsent {payload.ToJsonString()[..Math.Min(300, payload.ToJsonString().Length)]}\nprinted {_host.Output}");
    }
}
