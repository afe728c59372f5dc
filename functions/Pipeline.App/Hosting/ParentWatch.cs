using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Pipeline.App.Telemetry;

namespace Pipeline.App.Hosting;

/// <summary>Ends the program when the Functions host that started it is gone: the host kills it without a word, or leaves it behind.</summary>
internal static partial class ParentWatch
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(TimeProvider clock, ILogger logger, CancellationToken cancellationToken)
    {
        // On Windows the host ties its children to itself.
        if (OperatingSystem.IsWindows()) { return; }
        var parent = GetParentId();
        while (GetParentId() == parent) { await Task.Delay(Pause, clock, cancellationToken).ConfigureAwait(false); }
        logger.ParentGone();
    }

    [LibraryImport("libc", EntryPoint = "getppid")]
    private static partial int GetParentId();
}
