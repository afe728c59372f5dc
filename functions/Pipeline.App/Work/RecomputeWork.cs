using Microsoft.Extensions.Logging;
using Pipeline.App.Hosting;
using Pipeline.App.Report;
using Pipeline.App.Runs;

namespace Pipeline.App.Work;

/// <summary>Computes some days, or some metrics of them, again and publishes what differs.</summary>
internal sealed class RecomputeWork(ServerParts parts, ILogger logger) : IWork
{
    public async Task<RunOutcome> DoAsync(RunRecord run, IProgress<StepProgress> progress, CancellationToken cancellationToken)
    {
        var (from, to) = (run.Request.From, run.Request.To);
        if (from is null || to is null) { return RunOutcome.Refused("the run says no days; ask for a recompute with 'from' and 'to'"); }
        var scope = RecomputeScope.Of(from.Value, to.Value, run.Request.Metrics ?? []);
        var receipt = await parts.Belt.RecomputeAsync(new(run.RunId, scope, run.Request.DryRun ?? false), progress, cancellationToken).ConfigureAwait(false);
        return SnapshotWork.OutcomeOf(run.RunId, receipt, logger);
    }
}
