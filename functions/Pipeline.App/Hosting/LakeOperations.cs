using System.Runtime.CompilerServices;
using Pipeline.App.Azure;
using Pipeline.App.Runs;
using Pipeline.App.Work;

namespace Pipeline.App.Hosting;

/// <summary>Where the work of a lake waits, and where its runs are written down.</summary>
/// <param name="Runs">The run ledger.</param>
/// <param name="Queues">The queues.</param>
/// <param name="IsInLake">Whether the queues lie in the lake itself: then no Functions host watches them, and the program does.</param>
internal sealed record LakeOperations(IRunLedger Runs, WorkQueues Queues, bool IsInLake)
{
    /// <summary>The setting that names the account of the Functions host, whose queues wake the functions.</summary>
    private const string HostConnection = "AzureWebJobsStorage";

    /// <summary>The queues and the table of the host's account where a setting names one, else those of the lake's; a lake in a folder keeps its own.</summary>
    /// <exception cref="RefusalException">The setting that names the host's account cannot be used.</exception>
    public static LakeOperations Of(Lake lake, ProgramContext context) => AccountOf(lake, context) is { } account ? In(account, context) : In(lake, context);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static AzureClients? AccountOf(Lake lake, ProgramContext context)
    {
        if (lake.Account is null) { return null; }
        return new AzureSettings(context.Setting).OfConnection(HostConnection) is { } host ? new AzureClients(host) : lake.Account;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static LakeOperations In(AzureClients account, ProgramContext context)
    {
        var service = account.Queues();
        return new(new TableRunLedger(account.Table(TableRunLedger.TableName), context.NewId), QueuesOf(name => new AzureWorkQueue(service, name)), IsInLake: false);
    }

    private static LakeOperations In(Lake lake, ProgramContext context) =>
        new(new ObjectStoreRunLedger(lake.Store), QueuesOf(name => new ObjectStoreWorkQueue(lake.Store, name, context.Clock, context.NewId)), IsInLake: true);

    private static WorkQueues QueuesOf(Func<string, IWorkQueue> queue) => new(
        queue(WorkQueues.ExportsName),
        queue(WorkQueues.RunsName),
        queue(WorkQueues.ExportsName + WorkQueues.PoisonSuffix),
        queue(WorkQueues.RunsName + WorkQueues.PoisonSuffix));
}
