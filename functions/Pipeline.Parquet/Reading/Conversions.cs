using Pipeline.Parquet.Format;

namespace Pipeline.Parquet.Reading;

/// <summary>From what others write to our types: widened, or scaled to microseconds.</summary>
internal static class Conversions
{
    private const int Millis = 1;
    private const int Nanos = 3;

    public static Func<int[], int, ulong[]?, Column> Widen(LeafColumn leaf) => (values, count, validity) =>
    {
        var wide = new long[count];
        for (var i = 0; i < count; i++) { wide[i] = leaf.IsUnsigned ? unchecked((uint)values[i]) : values[i]; }
        return leaf.Schema.Type == ColumnType.Decimal ? Column.OfDecimals(wide, count, validity) : Column.OfInt64s(wide, count, validity);
    };

    public static Func<long[], int, ulong[]?, Column> Int64s(LeafColumn leaf) => (values, count, validity) =>
    {
        switch (leaf.Schema.Type)
        {
            case ColumnType.Decimal:
                return Column.OfDecimals(values, count, validity);
            case ColumnType.Timestamp:
                ScaleToMicros(leaf, values.AsSpan(0, count));
                return Column.OfTimestamps(values, count, validity);
            default:
                if (leaf.IsUnsigned && values.AsSpan(0, count).ContainsAnyInRange(long.MinValue, -1))
                {
                    throw Unreadable.Column(leaf.Schema.Name, $"holds unsigned integers above {long.MaxValue}", "write it as text or as a decimal of at most 18 digits");
                }

                return Column.OfInt64s(values, count, validity);
        }
    };

    public static Column WidenFloats(float[] values, int count, ulong[]? validity)
    {
        var wide = new double[count];
        for (var i = 0; i < count; i++) { wide[i] = values[i]; }
        return Column.OfDoubles(wide, count, validity);
    }

    /// <summary>From big-endian two's complement of any length.</summary>
    public static Func<TextValues, int, ulong[]?, Column> Decimals(LeafColumn leaf) => (texts, count, validity) =>
    {
        var unscaled = new long[count];
        for (var i = 0; i < count; i++)
        {
            var hasValue = validity is null || ((validity[i >> 6] >> (i & 63)) & 1) != 0;
            unscaled[i] = hasValue ? Unscaled(texts.Row(i), leaf) : 0;
        }

        return Column.OfDecimals(unscaled, count, validity);
    };

    public static long Unscaled(ReadOnlySpan<byte> bigEndian, LeafColumn leaf)
    {
        var value = bigEndian.IsEmpty ? 0L : (sbyte)bigEndian[0] >> 7;
        for (var i = 0; i < bigEndian.Length; i++)
        {
            // What is shifted out must be sign alone, or the value has more digits than the column declares.
            if (i >= sizeof(long) && (value >> 55) is not (0 or -1))
            {
                throw Unreadable.Column(leaf.Schema.Name, $"holds a decimal of more than {leaf.Schema.Precision} digits", "write it with a precision of at most 18");
            }

            value = unchecked((value << 8) | bigEndian[i]);
        }

        return value;
    }

    /// <summary>Nanoseconds are cut to the microsecond they lie in.</summary>
    public static long ToMicros(LeafColumn leaf, long instant) => leaf.InstantUnit switch
    {
        Millis => Math.Abs(instant / 2) <= long.MaxValue / 2000
            ? instant * 1000
            : throw Unreadable.Column(leaf.Schema.Name, $"holds the instant {instant} ms", "which lies outside the range of 64-bit microseconds; correct the value"),
        Nanos => (instant - (((instant % 1000) + 1000) % 1000)) / 1000,
        _ => instant,
    };

    private static void ScaleToMicros(LeafColumn leaf, Span<long> instants)
    {
        if (leaf.InstantUnit is not (Millis or Nanos)) { return; }
        for (var i = 0; i < instants.Length; i++) { instants[i] = ToMicros(leaf, instants[i]); }
    }
}
