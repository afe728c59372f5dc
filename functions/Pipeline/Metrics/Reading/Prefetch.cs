using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Pipeline.Metrics.Reading;

/// <summary>Asks for memory that will be looked at soon, so that the processor waits for many places at once and works meanwhile.</summary>
internal static class Prefetch
{
    /// <summary>Brings the line of the cache in which a value begins. It changes nothing: a processor without the instruction does without.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Of<T>(ref readonly T value)
    {
        // The instruction takes an address, and never fails: one that the collector has meanwhile given to something else brings a line that nobody needs.
        if (Sse.IsSupported) { Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.AsRef(in value))); }
    }
}
