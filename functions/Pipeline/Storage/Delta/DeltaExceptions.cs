namespace Pipeline.Storage.Delta;

/// <summary>Another commit came between what the caller read and what it wants to write: read the table again, recompute, commit again.</summary>
public sealed class DeltaConflictException : Exception
{
    public DeltaConflictException()
    {
    }

    public DeltaConflictException(string message)
        : base(message)
    {
    }

    public DeltaConflictException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>A table's log is damaged, or asks for what this program cannot do. Nothing was changed.</summary>
public sealed class DeltaLogException : StorageException
{
    public DeltaLogException()
    {
    }

    public DeltaLogException(string message)
        : base(message)
    {
    }

    public DeltaLogException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    internal static DeltaLogException Damaged(string file, string fault, Exception? cause = null) =>
        new($"'{file}' is damaged: {fault}. Restore the file, or rebuild the table from the raw exports (doctor --repair).", cause);

    internal static DeltaLogException Unsupported(string file, string feature) =>
        new($"'{file}': {feature}, which this program does not support. Write the table with reader version 1 and writer version 2, or rebuild it from the raw exports.");
}
