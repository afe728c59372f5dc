using Pipeline.App.Hosting;
using Pipeline.App.Work;

namespace Pipeline.App.Functions;

/// <summary>A recompute or a snapshot failed as often as it was tried: makes its run a failed one that everybody sees.</summary>
internal sealed class PoisonedRunReport(ServerParts parts) : IFunction
{
    public string Name => nameof(PoisonedRunReport);

    public Task<FunctionAnswer> InvokeAsync(Invocation invocation, CancellationToken cancellationToken) =>
        QueueFunction.ReportPoisonAsync(parts, WorkQueues.RunsName + WorkQueues.PoisonSuffix, invocation, cancellationToken);
}
