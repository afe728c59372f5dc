namespace Pipeline.Benchmarks;

/// <summary>The most that the runtime may take for managed memory; past it the program fails.</summary>
internal static class HeapLimit
{
    public const string Name = "DOTNET_GCHeapHardLimit";

    /// <summary>Hexadecimal. A program compiled ahead of time takes no notice of a number that begins with 0x.</summary>
    public const string Of512MB = "20000000";
}
