using Pipeline.App.Hosting;
using Pipeline.App.Work;

namespace Pipeline.App.Functions;

/// <summary>A file was landed: reads it into the facts.</summary>
internal sealed class IngestExport(ServerParts parts) : IFunction
{
    public string Name => nameof(IngestExport);

    public Task<FunctionAnswer> InvokeAsync(Invocation invocation, CancellationToken cancellationToken) =>
        QueueFunction.HandleAsync(parts, WorkQueues.ExportsName, invocation, cancellationToken);
}
