namespace Pipeline.Parquet;

/// <summary>The values of one column for a run of rows: one typed array and, when some are null, validity bits.</summary>
/// <remarks>
/// Row <c>i</c> lies at index <c>i</c> whether or not it is null; a null row holds zero. Arrays may be longer than <see cref="Count"/>.
/// Which array is set follows from <see cref="Type"/>: <see cref="Booleans"/> (0 or 1), <see cref="Int32s"/> (Int32, Date),
/// <see cref="Int64s"/> (Int64, Timestamp, Decimal), <see cref="Doubles"/>, or <see cref="Texts"/>. Treat a column as immutable once built.
/// </remarks>
public sealed class Column
{
    private Column(ColumnType type, int count, ulong[]? validity)
    {
        Type = type;
        Count = count;
        Validity = validity;
    }

    public ColumnType Type { get; }

    /// <summary>How many rows there are.</summary>
    public int Count { get; }

    /// <summary>Bit <c>i % 64</c> of word <c>i / 64</c> is set when row <c>i</c> has a value; <see langword="null"/> when every row has one.</summary>
    public ulong[]? Validity { get; }

    public byte[] Booleans { get; private init; } = [];

    public int[] Int32s { get; private init; } = [];

    public long[] Int64s { get; private init; } = [];

    public double[] Doubles { get; private init; } = [];

    public TextValues? Texts { get; private init; }

    /// <summary>Whether row <paramref name="row"/> has a value.</summary>
    public bool HasValue(int row) => Validity is null || ((Validity[row >> 6] >> (row & 63)) & 1) != 0;

    public static Column OfBooleans(byte[] values, int count, ulong[]? validity = null) =>
        new(ColumnType.Boolean, count, validity) { Booleans = values };

    public static Column OfInt32s(int[] values, int count, ulong[]? validity = null) =>
        new(ColumnType.Int32, count, validity) { Int32s = values };

    /// <param name="days">Days since 1970-01-01.</param>
    /// <param name="count">How many rows there are.</param>
    /// <param name="validity">See <see cref="Validity"/>.</param>
    public static Column OfDates(int[] days, int count, ulong[]? validity = null) =>
        new(ColumnType.Date, count, validity) { Int32s = days };

    public static Column OfInt64s(long[] values, int count, ulong[]? validity = null) =>
        new(ColumnType.Int64, count, validity) { Int64s = values };

    /// <param name="micros">Microseconds since 1970-01-01T00:00:00Z.</param>
    /// <param name="count">How many rows there are.</param>
    /// <param name="validity">See <see cref="Validity"/>.</param>
    public static Column OfTimestamps(long[] micros, int count, ulong[]? validity = null) =>
        new(ColumnType.Timestamp, count, validity) { Int64s = micros };

    /// <param name="unscaled">Integers in units of 10^-scale; the scale is the schema's.</param>
    /// <param name="count">How many rows there are.</param>
    /// <param name="validity">See <see cref="Validity"/>.</param>
    public static Column OfDecimals(long[] unscaled, int count, ulong[]? validity = null) =>
        new(ColumnType.Decimal, count, validity) { Int64s = unscaled };

    public static Column OfDoubles(double[] values, int count, ulong[]? validity = null) =>
        new(ColumnType.Double, count, validity) { Doubles = values };

    public static Column OfTexts(TextValues texts, int count, ulong[]? validity = null) =>
        new(ColumnType.Text, count, validity) { Texts = texts };
}
