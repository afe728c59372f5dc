using System.Numerics;
using System.Runtime.InteropServices;
using Pipeline.Parquet.Encodings;

namespace Pipeline.Parquet.Writing;

/// <summary>The smallest and largest value of a column without its nulls.</summary>
internal readonly record struct Bounds(StatisticValue Minimum, StatisticValue Maximum);

/// <summary>Finds exact bounds, or none where a bound would mislead a reader.</summary>
internal static class BoundsFinder
{
    /// <summary>Longer texts are left out of statistics: a footer is read whole, and a shortened maximum must never be too small.</summary>
    public const int LongestText = 64;

    public static Bounds OfInt32s(ReadOnlySpan<int> values)
    {
        if (values.IsEmpty) { return default; }
        var (low, high) = Scan(values);
        return new(StatisticValue.OfInteger(low), StatisticValue.OfInteger(high));
    }

    public static Bounds OfInt64s(ReadOnlySpan<long> values)
    {
        if (values.IsEmpty) { return default; }
        var (low, high) = Scan(values);
        return new(StatisticValue.OfInteger(low), StatisticValue.OfInteger(high));
    }

    /// <summary>None when any value is NaN, for readers disagree about where NaN sorts. Zeros are signed outwards, as the format asks.</summary>
    public static Bounds OfDoubles(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty) { return default; }
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
        {
            if (double.IsNaN(value)) { return default; }
            low = value < low ? value : low;
            high = value > high ? value : high;
        }

        return new(StatisticValue.OfDouble(low == 0 ? -0.0 : low), StatisticValue.OfDouble(high == 0 ? 0.0 : high));
    }

    public static Bounds OfBooleans(ReadOnlySpan<byte> values)
    {
        if (values.IsEmpty) { return default; }
        return new(StatisticValue.OfBoolean(!values.Contains((byte)0)), StatisticValue.OfBoolean(values.Contains((byte)1)));
    }

    /// <summary>Bounds over the entries that <paramref name="rows"/> select.</summary>
    public static Bounds OfTexts(TextValues texts, RowSelection rows)
    {
        if (rows.Count == 0) { return default; }
        return OfRange(texts, texts.Codes is null && rows.Rows is null
            ? Scan(texts, new NeighbouringRows(0), rows.Count)
            : Scan(texts, new ChosenRows(texts.Codes, rows, 0), rows.Count));
    }

    public static Bounds OfRange(TextValues texts, TextRange range) => new(Exact(texts.Entry(range.Low)), Exact(texts.Entry(range.High)));

    private static TextRange Scan<TRows>(TextValues texts, TRows rows, int count)
        where TRows : struct, ITextRows
    {
        ReadOnlySpan<byte> bytes = texts.Bytes;
        var offsets = texts.Offsets;
        var range = new TextRange(rows[0]);
        range.StopRising(texts, rows[0]);
        for (var i = 1; i < count; i++)
        {
            var entry = rows[i];
            range.Take(texts, entry, TextOrder.Of(bytes, offsets[entry], unchecked(offsets[entry + 1] - offsets[entry])));
        }

        return range;
    }

    private static StatisticValue Exact(ReadOnlySpan<byte> text) =>
        text.Length <= LongestText ? StatisticValue.OfText(text.ToArray()) : StatisticValue.Absent;

    private static (T Low, T High) Scan<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryInteger<T>
    {
        var (low, high) = (values[0], values[0]);
        var vectors = MemoryMarshal.Cast<T, Vector<T>>(values);
        if (vectors.Length > 0)
        {
            var (lows, highs) = (vectors[0], vectors[0]);
            foreach (var vector in vectors)
            {
                lows = Vector.Min(lows, vector);
                highs = Vector.Max(highs, vector);
            }

            for (var lane = 0; lane < Vector<T>.Count; lane++)
            {
                low = T.Min(low, lows[lane]);
                high = T.Max(high, highs[lane]);
            }
        }

        foreach (var value in values[(vectors.Length * Vector<T>.Count)..])
        {
            low = T.Min(low, value);
            high = T.Max(high, value);
        }

        return (low, high);
    }
}
