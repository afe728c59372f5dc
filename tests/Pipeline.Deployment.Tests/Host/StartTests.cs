using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Pipeline.Deployment.Tests.Published;
using Pipeline.Testing;

namespace Pipeline.Deployment.Tests.Host;

/// <summary>The program starts where the host says, and does not outlive it.</summary>
[Collection(PublishedProgramGroup.Name)]
public sealed class StartTests(PublishedProgram program) : IDisposable
{
    private static readonly TimeSpan ExitLimit = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Program_answers_the_probe_at_the_port_of_the_host_and_listens_nowhere_else()
    {
        await using var host = NewHost();

        var time = await host.StartAsync(Cancellation);

        Assert.True(time < TimeSpan.FromSeconds(30), $"{time}");
        // The settings of the host's own web server, which the program inherits, lead nowhere.
        using var client = new TcpClient();
        await Assert.ThrowsAnyAsync<SocketException>(async () => await client.ConnectAsync("127.0.0.1", host.HostPort, Cancellation));
    }

    [Fact]
    public async Task Start_touches_no_storage()
    {
        await using var host = new FunctionsHost(program.Folder, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            // Nobody is there: a program that asked storage before its first answer would wait for the retries.
            ["PIPELINE_LAKE"] = "https://nobody.blob.core.windows.net",
            ["Lake__credential"] = "managedidentity",
            ["AzureWebJobsStorage__accountName"] = "nobody",
            ["AzureWebJobsStorage__credential"] = "managedidentity",
        });

        Assert.True(await host.StartAsync(Cancellation) < TimeSpan.FromSeconds(30));
        Assert.False(host.HasExited);
    }

    [Fact]
    public async Task Program_that_was_killed_starts_again_at_the_same_port()
    {
        await using var host = NewHost();

        for (var start = 0; start < 3; start++)
        {
            await host.StartAsync(Cancellation);
            await host.KillAsync();
            Assert.True(host.HasExited);
        }
    }

    [Fact]
    public async Task Program_ends_by_itself_when_the_host_is_gone()
    {
        if (OperatingSystem.IsWindows()) { Assert.Skip("on Windows the host ties its children to itself"); }
        await using var host = NewHost();
        // A shell stands for the host: it starts the program, says its number, and is killed without a word.
        var start = host.StartOf("/bin/sh", ["-c", $"'{host.App.Executable}' {string.Join(' ', host.App.Arguments)} > /dev/null 2>&1 & echo $!; wait"]);
        using var shell = Process.Start(start)!;
        var number = int.Parse((await shell.StandardOutput.ReadLineAsync(Cancellation))!, CultureInfo.InvariantCulture);
        using var orphan = Process.GetProcessById(number);
        await host.ProbeAsync(() => orphan.HasExited, Cancellation);

        shell.Kill();
        await shell.WaitForExitAsync(Cancellation);

        using var limit = new CancellationTokenSource(ExitLimit);
        await orphan.WaitForExitAsync(limit.Token);
        Assert.True(orphan.HasExited);
    }

    private FunctionsHost NewHost() => new(program.Folder, new Dictionary<string, string>(StringComparer.Ordinal) { ["PIPELINE_LAKE"] = _folder["lake"] });
}
