using System.Collections.Immutable;
using Pipeline.App.Hosting;

namespace Pipeline.App.Functions;

/// <summary>Every function that the host calls by name. A new one is a folder with its class and function.json, and one line here.</summary>
internal static class FunctionList
{
    public static ImmutableArray<IFunction> All(ServerParts parts) =>
    [
        new IngestExport(parts),
        new RecomputeMetrics(parts),
        new DailySnapshot(parts),
        new Reconcile(parts),
        new PoisonReport(parts),
        new PoisonedRunReport(parts),
    ];
}
