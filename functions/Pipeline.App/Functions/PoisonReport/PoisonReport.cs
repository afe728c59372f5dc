using Pipeline.App.Hosting;
using Pipeline.App.Work;

namespace Pipeline.App.Functions;

/// <summary>A landed file could not be read as often as it was tried: makes its run a failed one that everybody sees.</summary>
internal sealed class PoisonReport(ServerParts parts) : IFunction
{
    public string Name => nameof(PoisonReport);

    public Task<FunctionAnswer> InvokeAsync(Invocation invocation, CancellationToken cancellationToken) =>
        QueueFunction.ReportPoisonAsync(parts, WorkQueues.ExportsName + WorkQueues.PoisonSuffix, invocation, cancellationToken);
}
