using Pipeline.App.Report;
using Pipeline.App.Runs;

namespace Pipeline.App.Work;

/// <summary>How one kind of work is done. Doing it twice, or at once in two places, gives the same.</summary>
internal interface IWork
{
    /// <exception cref="RefusalException">It cannot be done, however often it is tried.</exception>
    Task<RunOutcome> DoAsync(RunRecord run, IProgress<StepProgress> progress, CancellationToken cancellationToken);
}
