using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pipeline.Parquet.Encodings;

/// <summary>What is learned of texts in one pass over them: which entries hold the smallest and the largest, and whether they rise.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct TextRange
{
    private TextOrder _lowest;
    private TextOrder _highest;

    /// <summary>A range of one text.</summary>
    public TextRange(int entry)
        : this(entry, entry, isRising: true)
    {
    }

    public TextRange(int low, int high, bool isRising)
    {
        Low = low;
        High = high;
        IsRising = isRising;
    }

    /// <summary>The entry of the smallest text.</summary>
    public int Low { get; private set; }

    /// <summary>The entry of the largest text.</summary>
    public int High { get; private set; }

    /// <summary>Whether each text is greater than the one before, by its bytes: the first is then the smallest and the last the largest.</summary>
    public bool IsRising { get; private set; }

    /// <summary>All texts so far rose, up to this one.</summary>
    public void RiseTo(int entry) => High = entry;

    /// <summary>All texts so far rose up to this one, and the next is not greater.</summary>
    public void StopRising(TextValues texts, int entry)
    {
        IsRising = false;
        High = entry;
        _lowest = TextOrder.Of(texts, Low);
        _highest = TextOrder.Of(texts, High);
    }

    /// <summary>Takes one more text in; for a range that does not rise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Take(TextValues texts, int entry, TextOrder order)
    {
        // Most texts of a column of random ids lie between the bounds found so far by their first word.
        if (order.First <= _lowest.First || order.First >= _highest.First) { Widen(texts, entry, order); }
    }

    /// <summary>Takes in a range of texts that follow.</summary>
    public void Join(TextValues texts, TextRange next)
    {
        IsRising = IsRising && next.IsRising && Compare(texts, High, next.Low) < 0;
        Low = Compare(texts, next.Low, Low) < 0 ? next.Low : Low;
        High = Compare(texts, next.High, High) > 0 ? next.High : High;
    }

    private void Widen(TextValues texts, int entry, TextOrder order)
    {
        if (order.IsBelow(_lowest) || (order.IsLike(_lowest) && Compare(texts, entry, Low) < 0)) { (Low, _lowest) = (entry, order); }
        else if (_highest.IsBelow(order) || (order.IsLike(_highest) && Compare(texts, entry, High) > 0)) { (High, _highest) = (entry, order); }
    }

    private static int Compare(TextValues texts, int one, int other) => texts.Entry(one).SequenceCompareTo(texts.Entry(other));
}
