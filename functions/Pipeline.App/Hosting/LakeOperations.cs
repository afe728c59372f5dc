using Pipeline.App.Runs;
using Pipeline.App.Work;

namespace Pipeline.App.Hosting;

/// <summary>Where the work of a lake waits, and where its runs are written down.</summary>
/// <param name="Runs">The run ledger.</param>
/// <param name="Queues">The queues.</param>
/// <param name="IsInLake">Whether the queues lie in the lake itself: then no Functions host watches them, and the program does.</param>
internal sealed record LakeOperations(IRunLedger Runs, WorkQueues Queues, bool IsInLake)
{
    public static LakeOperations Of(Lake lake, ProgramContext context)
    {
        IWorkQueue Queue(string name) => new ObjectStoreWorkQueue(lake.Store, name, context.Clock, context.NewId);
        var queues = new WorkQueues(
            Queue(WorkQueues.ExportsName),
            Queue(WorkQueues.RunsName),
            Queue(WorkQueues.ExportsName + WorkQueues.PoisonSuffix),
            Queue(WorkQueues.RunsName + WorkQueues.PoisonSuffix));
        return new(new ObjectStoreRunLedger(lake.Store), queues, IsInLake: true);
    }
}
