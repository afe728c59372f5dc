using System.Globalization;
using Pipeline.Deployment.Tests.Published;
using Pipeline.Testing;

namespace Pipeline.Deployment.Tests.Host;

/// <summary>The program is killed in the middle of its work, started again and given the same messages, in any order and more than once: the tables are those of one local run.</summary>
[Collection(PublishedProgramGroup.Name)]
public sealed class KilledTests(PublishedProgram program)
{
    /// <summary>How many seeds are tried. The environment variable HOST_SEEDS asks for more.</summary>
    private static readonly int Seeds = int.Parse(Environment.GetEnvironmentVariable("HOST_SEEDS") ?? "1", CultureInfo.InvariantCulture);

    // Two killed attempts leave three of the five that the host makes before it calls a message poison.
    private const int MostKillsOfOneMessage = 2;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_in_mid_invocation_and_given_the_messages_again_it_comes_to_the_same_tables()
    {
        using var demo = await DemoExports.MakeAsync(program.Executable, Cancellation);

        for (var seed = 1; seed <= Seeds; seed++)
        {
            using var folder = new TemporaryFolder();
            demo.LandIn(folder["lake"]);
            await using var host = new FunctionsHost(program.Folder, new Dictionary<string, string>(StringComparer.Ordinal) { ["PIPELINE_LAKE"] = folder["lake"] });
            await host.StartAsync(Cancellation);

            var kills = await PlayAsync(host, demo, new Random(seed));

            Assert.True(kills > 0, $"seed {seed}: nothing was killed, so nothing was shown");
            await LakeComparison.MustBeEqualAsync(demo.Lake, folder["lake"], string.Create(CultureInfo.InvariantCulture, $"seed {seed}, {kills} kills"), Cancellation);
        }
    }

    private static async Task<int> PlayAsync(FunctionsHost host, DemoExports demo, Random random)
    {
        var kills = 0;
        var exports = host.App.OfQueue("landed-exports");
        // Each export is announced once or twice, in any order.
        var messages = demo.Files.SelectMany(file => Enumerable.Repeat(Payload.BlobCreated("landing", file).ToJsonString(), random.Next(1, 3))).ToArray();
        random.Shuffle(messages);
        foreach (var message in messages) { kills += await DeliverAsync(host, exports, message, random); }
        kills += await DeliverAsync(host, host.App.OfQueue("metric-runs"), """{"pipeline_work":1,"work_kind":"daily_snapshot"}""", random);
        return kills;
    }

    /// <summary>Delivers a message until it is done with, as the host does: a killed program is started again, and the message counts one more.</summary>
    /// <returns>How often the program was killed.</returns>
    private static async Task<int> DeliverAsync(FunctionsHost host, HostedFunction function, string message, Random random)
    {
        var kills = 0;
        for (var attempt = 1; attempt <= host.App.MaximumDequeueCount; attempt++)
        {
            var invocation = host.InvokeAsync(function, Payload.Queue(function, message, attempt), Cancellation);
            if (kills < MostKillsOfOneMessage && random.Next(4) == 0)
            {
                await Task.WhenAny(invocation, Task.Delay(random.Next(0, 120), Cancellation));
                if (!invocation.IsCompleted)
                {
                    kills++;
                    await host.KillAsync();
                }
            }

            var answer = await invocation;
            if (host.HasExited) { await host.StartAsync(Cancellation); }
            if (answer.IsDone) { return kills; }
        }

        throw new InvalidOperationException($"{function.Name} failed {host.App.MaximumDequeueCount} times on {message}; it printed {host.Output}");
    }
}

