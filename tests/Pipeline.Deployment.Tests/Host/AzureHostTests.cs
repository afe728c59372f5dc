using System.Globalization;
using Pipeline.Deployment.Tests.Published;
using Pipeline.Testing;

[assembly: AssemblyFixture(typeof(Azurite))]

namespace Pipeline.Deployment.Tests.Host;

/// <summary>The whole way on Azure, with everything but Azure: exports in the container landing, Event Grid's messages in a queue, a host that triggers, the published program, Delta tables in blobs.</summary>
[Collection(PublishedProgramGroup.Name)]
public sealed class AzureHostTests(PublishedProgram program, Azurite azurite)
{
    private static readonly int Seeds = int.Parse(Environment.GetEnvironmentVariable("HOST_SEEDS") ?? "1", CultureInfo.InvariantCulture);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Demo_company_through_landing_queue_and_functions_has_the_tables_of_a_local_run()
    {
        using var demo = await DemoExports.MakeAsync(program.Executable, Cancellation);

        for (var seed = 1; seed <= Seeds; seed++)
        {
            var (random, kills) = (new Random(seed), 0);
            var (lake, settings) = await NewLakeAsync(demo);
            await using var host = new FunctionsHost(program.Folder, settings);
            await host.StartAsync(Cancellation);
            var queues = new HostQueues(host, settings["AzureWebJobsStorage"])
            {
                Meanwhile = async (_, message) =>
                {
                    // Of ten messages one is killed in the middle, and whatever is in flight with it; five attempts are enough for all.
                    if (message.DequeueCount > 2 || random.Next(10) > 0) { return; }
                    await Task.Delay(random.Next(0, 400), Cancellation);
                    kills++;
                    await host.KillAsync();
                },
            };
            await queues.CreateAsync(Cancellation);
            await LandAsync(demo, lake, queues, random);

            await queues.DrainAsync(Cancellation);
            var timer = host.App["DailySnapshot"];
            Assert.True((await host.InvokeAsync(timer, Payload.Timer(timer), Cancellation)).IsDone, host.Output);
            await queues.DrainAsync(Cancellation);

            using var folder = new TemporaryFolder();
            await lake.DownloadAsync(folder.Path, Cancellation);
            await LakeComparison.MustBeEqualAsync(demo.Lake, folder.Path, string.Create(CultureInfo.InvariantCulture, $"seed {seed}, {kills} kills"), Cancellation);
        }
    }

    private static async Task LandAsync(DemoExports demo, AzureLake lake, HostQueues queues, Random random)
    {
        // Event Grid says it at least once, in any order.
        var files = demo.Files.SelectMany(file => Enumerable.Repeat(file, random.Next(1, 3))).ToArray();
        random.Shuffle(files);
        foreach (var file in demo.Files) { await lake.UploadAsync("landing", file, Path.Combine(demo.Exports, file), Cancellation); }
        foreach (var file in files) { await queues.SendAsync("landed-exports", Payload.BlobCreated("landing", file).ToJsonString(), Cancellation); }
    }

    private async Task<(AzureLake Lake, Dictionary<string, string> Settings)> NewLakeAsync(DemoExports demo)
    {
        var lake = new AzureLake(await azurite.NewAccountAsync());
        await lake.CreateAsync(demo.Lake, Cancellation);
        var hostAccount = await azurite.NewAccountAsync();
        return (lake, new(StringComparer.Ordinal) { ["PIPELINE_LAKE"] = "azurite", ["Lake"] = lake.ConnectionString, ["AzureWebJobsStorage"] = hostAccount.ConnectionString });
    }
}
