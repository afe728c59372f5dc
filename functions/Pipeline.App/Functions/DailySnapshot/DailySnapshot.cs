using Pipeline.App.Hosting;
using Pipeline.App.Work;

namespace Pipeline.App.Functions;

/// <summary>The day is due: asks for its snapshot. The queue tries again when it fails, which a timer does not.</summary>
internal sealed class DailySnapshot(ServerParts parts) : IFunction
{
    public string Name => nameof(DailySnapshot);

    public async Task<FunctionAnswer> InvokeAsync(Invocation invocation, CancellationToken cancellationToken) =>
        new(IsDone: true, $"run {await new TimedWork(parts).AskForSnapshotAsync(cancellationToken).ConfigureAwait(false)}");
}
