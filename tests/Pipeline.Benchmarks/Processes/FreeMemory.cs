using System.Runtime.InteropServices;

namespace Pipeline.Benchmarks.Processes;

/// <summary>Free memory of the machine, which costs its first user more than later ones where the machine is a virtual one.</summary>
internal static partial class FreeMemory
{
    private const int Bytes = 768 << 20;
    private const int PageBytes = 4096;
    private const int LargePageBytes = 2 << 20;

    // madvise(2) of Linux.
    private const int LargePages = 14;

    /// <summary>
    /// Takes more than a run needs, in large pages as a run does, and gives it back. Otherwise the host has to find pages while the clock runs, for some runs and not for others:
    /// a run that is mostly memory touched for the first time cost up to half more for it.
    /// </summary>
    public static unsafe void Touch()
    {
        var memory = (byte*)NativeMemory.AlignedAlloc(Bytes, LargePageBytes);
        try
        {
            if (OperatingSystem.IsLinux()) { _ = Advise((nint)memory, Bytes, LargePages); }
            for (var place = 0; place < Bytes; place += PageBytes) { memory[place] = 1; }
        }
        finally
        {
            NativeMemory.AlignedFree(memory);
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(nint address, nint length, int advice);
}
