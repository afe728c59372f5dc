using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Pipeline.Benchmarks.Processes;

/// <summary>A program to start.</summary>
/// <param name="Program">Its path, or its name on the path.</param>
/// <param name="Arguments">What it is called with.</param>
/// <param name="Folder">Where it starts.</param>
internal sealed record Job(string Program, IReadOnlyList<string> Arguments, string Folder)
{
    /// <summary>What it finds in its environment besides ours.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = ImmutableDictionary<string, string>.Empty;
}

/// <summary>What a process took, from its start to its end.</summary>
/// <param name="Wall">Elapsed time.</param>
/// <param name="Processor">User and system time, its own children included.</param>
/// <param name="PeakBytes">The most memory that was resident at once.</param>
internal sealed record Cost(TimeSpan Wall, TimeSpan Processor, long PeakBytes);

/// <summary>Runs processes and says what they took. One at a time: the processor time is that of all children that ended. Linux only.</summary>
internal static partial class ProcessMeter
{
    private const int Children = -1;

    // Longs of struct rusage: user and system time are two each, then come sizes and counts.
    private const int UsageLongs = 18;

    /// <exception cref="InvalidOperationException">The program failed; the message holds what it wrote.</exception>
    public static async Task<Cost> RunAsync(Job job)
    {
        var before = ChildrenTime();
        var watch = Stopwatch.StartNew();
        var start = new ProcessStartInfo(job.Program, job.Arguments)
        {
            WorkingDirectory = job.Folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in job.Environment) { start.Environment[name] = value; }
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{job.Program} did not start");
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        var ended = process.WaitForExitAsync();
        long peak = 0;
        while (!ended.IsCompleted)
        {
            peak = Math.Max(peak, PeakOf(process.Id));
            await Task.WhenAny(ended, Task.Delay(TimeSpan.FromMilliseconds(5)));
        }

        watch.Stop();
        return process.ExitCode == 0
            ? new Cost(watch.Elapsed, ChildrenTime() - before, peak)
            : throw new InvalidOperationException($"{job.Program} {string.Join(' ', job.Arguments)} ended with {process.ExitCode}: {await output}{await errors}");
    }

    /// <summary>The high-water mark that the kernel keeps; 0 when the process has ended.</summary>
    private static long PeakOf(int id)
    {
        try
        {
            foreach (var line in File.ReadLines($"/proc/{id}/status"))
            {
                if (line.StartsWith("VmHWM:", StringComparison.Ordinal)) { return long.Parse(line.AsSpan(6, line.Length - 8).Trim(), CultureInfo.InvariantCulture) * 1024; }
            }
        }
        catch (IOException)
        {
            // It ended between two looks.
        }

        return 0;
    }

    private static TimeSpan ChildrenTime()
    {
        var usage = new long[UsageLongs];
        if (ResourceUsage(Children, usage) != 0) { throw new InvalidOperationException("the system does not say how much time children took"); }
        return TimeSpan.FromSeconds(usage[0] + usage[2]) + TimeSpan.FromMicroseconds(usage[1] + usage[3]);
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int ResourceUsage(int who, [Out] long[] usage);
}
