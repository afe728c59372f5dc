using System.Runtime.CompilerServices;

namespace Pipeline.Parquet.Encodings;

/// <summary>Which entry holds each of some texts. Loops over texts are compiled for each kind, so that most ask nothing for a row.</summary>
internal interface ITextRows
{
    int this[int index] { get; }
}

/// <summary>Neighbouring entries.</summary>
internal readonly struct NeighbouringRows(int start) : ITextRows
{
    public int this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => unchecked(start + index);
    }
}

/// <summary>Listed rows of plain texts, or any of coded ones.</summary>
internal readonly struct ChosenRows(int[]? codes, RowSelection rows, int start) : ITextRows
{
    public int this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            var row = rows[unchecked(start + index)];
            return codes is null ? row : codes[row];
        }
    }
}
