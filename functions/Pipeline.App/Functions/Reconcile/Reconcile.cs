using Pipeline.App.Hosting;
using Pipeline.App.Work;

namespace Pipeline.App.Functions;

/// <summary>It is time to compare landing and raw with the ledger: asks for it.</summary>
internal sealed class Reconcile(ServerParts parts) : IFunction
{
    public string Name => nameof(Reconcile);

    public async Task<FunctionAnswer> InvokeAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        await new TimedWork(parts).AskForReconciliationAsync(cancellationToken).ConfigureAwait(false);
        return new(IsDone: true, "");
    }
}
