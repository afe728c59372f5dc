using Pipeline.Model;

namespace Pipeline.Parse;

/// <summary>Gives the rows of an export in pieces, in file order. One thread asks; the pieces are worked on elsewhere.</summary>
internal interface IRowSource : IAsyncDisposable
{
    /// <summary>The next piece, or <see langword="null"/> at the end.</summary>
    ValueTask<RowWork?> NextAsync(CancellationToken cancellationToken);

    /// <summary>Why reading stopped before the end of the file, if it did.</summary>
    ExportRefused? Refused { get; }
}

/// <summary>Some rows that still have to be cut into cells.</summary>
/// <param name="Cut">Cuts them; called once, on the worker.</param>
/// <param name="Release">Gives their bytes back; called once, after the worker is done.</param>
internal sealed record RowWork(Func<ColumnArena, RowBlock> Cut, Action Release);
