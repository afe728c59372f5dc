using System.Runtime.InteropServices;

namespace Pipeline.App;

/// <summary>Asks the system at once for the memory that a run of ordinary size needs.</summary>
/// <remarks>
/// A run fills some 200 MB once and ends. Taken bit by bit, every 4 KB of it is a fault at its first touch, 8 to 15 µs each on a virtual machine, and the collector stops all workers each time a few
/// megabytes of large arrays are new: 15 times in two seconds. Taken at once, a fault brings 2 MB, and the collector waits until the reserve is used up, then works as ever.
/// </remarks>
internal static partial class HeapReserve
{
    private const long Bytes = 192L << 20;

    // The heap's first regions lie side by side from here on; a region is 4 MB.
    private const long RegionBytes = 4L << 20;

    // madvise(2) of Linux.
    private const int LargePages = 14;

    /// <summary>Takes the reserve, unless it is more than a quarter of what the process may have. Once, early, in a program that does one thing and ends.</summary>
    public static void Take()
    {
        if (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 < Bytes) { return; }
        if (OperatingSystem.IsLinux()) { AskForLargePages(); }
        GC.TryStartNoGCRegion(Bytes, Bytes / 2);
    }

    // A wish, not a need: a system without large pages refuses, and nothing is different.
    private static unsafe void AskForLargePages()
    {
        fixed (byte* newest = new byte[1])
        {
            _ = Advise((nint)newest & -(nint)RegionBytes, (nint)(2 * Bytes), LargePages);
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(nint address, nint length, int advice);
}
