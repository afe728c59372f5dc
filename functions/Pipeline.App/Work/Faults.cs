using Pipeline.Storage;
using Pipeline.Storage.Delta;

namespace Pipeline.App.Work;

/// <summary>What is said of an exception: to people in the run record nothing internal, to operators in the log nothing personal.</summary>
internal static class Faults
{
    /// <summary>For the run record.</summary>
    /// <param name="error">What happened.</param>
    /// <param name="isLate">Whether the time for the work was over.</param>
    public static string SentenceOf(Exception error, bool isLate = false) => error switch
    {
        _ when isLate => "it took longer than one piece of work may; what was finished stands, and the next attempt goes on from there",
        DeltaConflictException => "other writers were faster every time; the next attempt looks again",
        AggregateException { InnerException: { } inner } => SentenceOf(inner),
        StorageException or IOException or UnauthorizedAccessException => "storage failed; what was there before is intact",
        OutOfMemoryException or InsufficientMemoryException => "there was not enough memory; a larger instance reads it",
        _ => $"a fault in the program itself ({error.GetType().Name}); its log says where",
    };

    /// <summary>For the log: our own sentences of storage with the name of the landed file taken out; of other faults only where they happened.</summary>
    /// <param name="error">What happened.</param>
    /// <param name="path">Where the landed file lies, whose name may be personal.</param>
    public static string DetailOf(Exception error, string? path = null)
    {
        if (error is AggregateException { InnerException: { } inner }) { return DetailOf(inner, path); }
        if (error is not (StorageException or DeltaConflictException)) { return error.StackTrace?.ReplaceLineEndings(" ") ?? ""; }
        return string.IsNullOrEmpty(path)
            ? error.Message
            : error.Message.Replace(path, "<export>", StringComparison.Ordinal).Replace(path[(path.LastIndexOf('/') + 1)..], "<export>", StringComparison.Ordinal);
    }
}
