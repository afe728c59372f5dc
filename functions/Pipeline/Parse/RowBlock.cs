using System.Runtime.CompilerServices;

namespace Pipeline.Parse;

/// <summary>Some rows of an export as cells of UTF-8 text, whatever the file was.</summary>
/// <remarks>
/// Cell <c>c</c> of row <c>r</c> lies between <c>Ends[r * ColumnCount + c] + 1</c> and <c>Ends[r * ColumnCount + c + 1]</c>: one byte apart, as in a CSV file.
/// Rows of another form than the header's are not among them but in <see cref="Defects"/>.
/// </remarks>
internal sealed class RowBlock
{
    public required byte[] Bytes { get; init; }

    public required int[] Ends { get; init; }

    public required int ColumnCount { get; init; }

    public required int RowCount { get; init; }

    /// <summary>Number of the first row of the block, counting data rows of the export from 1.</summary>
    public required int FirstRow { get; init; }

    /// <summary>Number of each row, when rows are missing between them; otherwise they follow <see cref="FirstRow"/>.</summary>
    public int[]? RowNumbers { get; init; }

    /// <summary>Whether a cell that starts with a quote is quoted.</summary>
    public bool HasQuotes { get; init; } = true;

    /// <summary>Whether all bytes are known to be ASCII and none of them NUL.</summary>
    public bool IsPlain { get; init; }

    /// <summary>Whether some row may be nothing but delimiters and a carriage return; otherwise each is known to be longer.</summary>
    public bool MayHaveBlankRows { get; init; } = true;

    /// <summary>For items of nested lists the list they come from: 0 for the rows themselves, otherwise one more than the list's index in the plan.</summary>
    public byte[]? Levels { get; init; }

    public IReadOnlyList<DefectiveRow> Defects { get; init; } = [];

    /// <summary>Rows that were the headings of sections and are not among the others.</summary>
    public int Headings { get; init; }

    /// <summary>How many rows of the export the block stands for.</summary>
    public int InputRows { get; init; }

    /// <summary>For each row the row that stands for the object it is part of, when there are nested lists.</summary>
    public int[]? Parents { get; init; }

    /// <summary>Nested lists that the export cut off.</summary>
    public int TruncatedLists { get; init; }

    /// <summary>The row that is counted, judged and numbered for <paramref name="row"/>.</summary>
    public int InputRow(int row) => Parents is null ? row : Parents[row];

    public int RowNumber(int row) => RowNumbers is null ? FirstRow + row : RowNumbers[row];

    /// <summary>The bytes of a cell as they stand in the file.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Raw(int row, int column)
    {
        var index = (row * ColumnCount) + column;
        var start = Ends[index] + 1;
        return new(Bytes, start, Ends[index + 1] - start);
    }
}

/// <summary>A row whose form is not the header's.</summary>
/// <param name="RowNumber">Its number.</param>
/// <param name="Rule">What is wrong, as a rule of the quarantine.</param>
/// <param name="Message">The same as a sentence.</param>
/// <param name="Text">Its first 200 characters.</param>
/// <param name="FirstCell">Its first cell, for footers and totals.</param>
internal sealed record DefectiveRow(int RowNumber, string Rule, string Message, string Text, string FirstCell);
