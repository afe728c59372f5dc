using Pipeline.App.Demo;
using Pipeline.Testing;

namespace Pipeline.App.Tests.Demo;

/// <summary>The demo, run once for the tests that look at what it left.</summary>
public sealed class DemoRun : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    public string Folder => _folder.Path;

    internal CommandRun First { get; private set; } = null!;

    internal KnownAnswers Answers { get; } = KnownAnswers.Of(DemoCompany.Create());

    internal Task<CommandRun> RunAsync(params string[] args) => CommandRun.Of(_folder.Path, args);

    public async ValueTask InitializeAsync() => First = await RunAsync("demo", "--json");

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
