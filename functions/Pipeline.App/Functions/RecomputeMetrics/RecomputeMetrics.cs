using Pipeline.App.Hosting;
using Pipeline.App.Work;

namespace Pipeline.App.Functions;

/// <summary>A recompute, a daily snapshot or a reconciliation waits: does it.</summary>
internal sealed class RecomputeMetrics(ServerParts parts) : IFunction
{
    public string Name => nameof(RecomputeMetrics);

    public Task<FunctionAnswer> InvokeAsync(Invocation invocation, CancellationToken cancellationToken) =>
        QueueFunction.HandleAsync(parts, WorkQueues.RunsName, invocation, cancellationToken);
}
