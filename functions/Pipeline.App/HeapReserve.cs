using System.Runtime.InteropServices;

namespace Pipeline.App;

/// <summary>Asks the system at once for the memory that a run of ordinary size needs.</summary>
/// <remarks>
/// A run fills some 200 MB once and ends. Taken bit by bit, every 4 KB of it is a fault at its first touch, 8 to 15 µs each on a virtual machine, and the collector stops all workers each time a few
/// megabytes of large arrays are new: 15 times in two seconds. Taken at once, a fault brings 2 MB, and the collector waits until the reserve is used up, then works as ever.
/// </remarks>
internal static partial class HeapReserve
{
    private const long Bytes = 256L << 20;

    // The heap's first regions lie side by side: two of 4 MB for older objects, that of new objects, that of large arrays, then those of the reserve.
    private const int RegionBytes = 4 << 20;
    private const int OlderRegions = 2;

    // mmap(2) and madvise(2) of Linux.
    private const int ReadAndWrite = 0x3;
    private const int LargePages = 14;
    private const int InDumps = 17;

    /// <summary>Takes the reserve, unless it is more than a quarter of what the process may have. Once, early, in a program that does one thing and ends.</summary>
    public static void Take()
    {
        if (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 < Bytes) { return; }
        if (OperatingSystem.IsLinux() && HeapRange() >= 4 * Bytes) { AskForLargePages(); }
        GC.TryStartNoGCRegion(Bytes, Bytes / 2);
    }

    /// <summary>How many bytes of addresses are the heap's: all that is opened must lie in them. It is more than twice the memory that the process may have, unless someone chose less.</summary>
    private static long HeapRange() => GC.GetConfigurationVariables().TryGetValue("GCRegionRange", out var range) && range is long bytes ? bytes : 0;

    /// <summary>Lets a fault bring a whole large page anywhere in the first regions.</summary>
    /// <remarks>
    /// The collector opens a region bit by bit, and the system gives a large page only where all of it is alike: open, and part of a dump or not. So all is opened here; the collector's own calls
    /// then change nothing. A wish, not a need: what the system refuses stays as it was.
    /// </remarks>
    private static unsafe void AskForLargePages()
    {
        fixed (byte* newest = new byte[1])
        {
            var first = ((nint)newest & -(nint)RegionBytes) - (OlderRegions * RegionBytes);
            var length = (nint)(2 * Bytes);
            _ = Protect(first, length, ReadAndWrite);
            _ = Advise(first, length, InDumps);
            _ = Advise(first, length, LargePages);
        }
    }

    [LibraryImport("libc", EntryPoint = "mprotect")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Protect(nint address, nint length, int access);

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(nint address, nint length, int advice);
}
