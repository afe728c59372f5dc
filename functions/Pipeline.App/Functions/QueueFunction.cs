using System.Text.Json;
using Pipeline.App.Hosting;
using Pipeline.App.Work;

namespace Pipeline.App.Functions;

/// <summary>What queue functions have in common: the message is read, handed to the workers, and done with or not.</summary>
internal static class QueueFunction
{
    public static async Task<FunctionAnswer> HandleAsync(ServerParts parts, string queue, Invocation invocation, CancellationToken cancellationToken)
    {
        var result = await parts.Processor.HandleAsync(ReadingOf(invocation), queue, invocation.DequeueCount, cancellationToken).ConfigureAwait(false);
        return new(result.IsDone, result.RunId.Length == 0 ? "" : $"run {result.RunId}");
    }

    public static async Task<FunctionAnswer> ReportPoisonAsync(ServerParts parts, string queue, Invocation invocation, CancellationToken cancellationToken)
    {
        var runId = await parts.Processor.ReportPoisonAsync(ReadingOf(invocation), queue, cancellationToken).ConfigureAwait(false);
        return new(IsDone: true, runId.Length == 0 ? "" : $"run {runId}");
    }

    private static WorkReading ReadingOf(Invocation invocation) =>
        invocation.Message is { } message ? WorkEnvelope.Read(message) : WorkReading.Refuse($"the invocation has no '{Invocation.QueueBinding}' in its data");
}
