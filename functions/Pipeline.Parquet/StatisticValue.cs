using System.Text;

namespace Pipeline.Parquet;

/// <summary>Which of the values of a <see cref="StatisticValue"/> is set.</summary>
public enum StatisticKind
{
    /// <summary>Not known: no value, or none that may be used to prune.</summary>
    Absent,
    Boolean,

    /// <summary>Of an Int32, Int64, Date (days), Timestamp (micros) or Decimal (unscaled) column.</summary>
    Integer,
    Double,
    Text,
}

/// <summary>The exact smallest or largest value of a column, or absent. Never a bound that is merely near.</summary>
public readonly struct StatisticValue : IEquatable<StatisticValue>
{
    private readonly long _bits;

    private StatisticValue(StatisticKind kind, long bits, ReadOnlyMemory<byte> text = default)
    {
        Kind = kind;
        _bits = bits;
        Text = text;
    }

    public static StatisticValue Absent => default;

    public StatisticKind Kind { get; }

    public bool IsAbsent => Kind == StatisticKind.Absent;

    /// <summary>The value when <see cref="Kind"/> is Integer; otherwise meaningless.</summary>
    public long Integer => _bits;

    /// <summary>The value when <see cref="Kind"/> is Boolean; otherwise meaningless.</summary>
    public bool Boolean => _bits != 0;

    /// <summary>The value when <see cref="Kind"/> is Double; never NaN. A smallest zero is negative and a largest one positive, as the format asks.</summary>
    public double Double => BitConverter.Int64BitsToDouble(_bits);

    /// <summary>UTF-8, when <see cref="Kind"/> is Text; otherwise empty.</summary>
    public ReadOnlyMemory<byte> Text { get; }

    public static StatisticValue OfInteger(long value) => new(StatisticKind.Integer, value);

    public static StatisticValue OfBoolean(bool value) => new(StatisticKind.Boolean, value ? 1 : 0);

    public static StatisticValue OfDouble(double value) => new(StatisticKind.Double, BitConverter.DoubleToInt64Bits(value));

    public static StatisticValue OfText(ReadOnlyMemory<byte> utf8) => new(StatisticKind.Text, 0, utf8);

    public static bool operator ==(StatisticValue left, StatisticValue right) => left.Equals(right);

    public static bool operator !=(StatisticValue left, StatisticValue right) => !left.Equals(right);

    public bool Equals(StatisticValue other) => Kind == other.Kind && _bits == other._bits && Text.Span.SequenceEqual(other.Text.Span);

    public override bool Equals(object? obj) => obj is StatisticValue other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Kind, _bits, Text.Length);

    public override string ToString() => Kind switch
    {
        StatisticKind.Integer => Integer.ToString(System.Globalization.CultureInfo.InvariantCulture),
        StatisticKind.Double => Double.ToString("R", System.Globalization.CultureInfo.InvariantCulture),
        StatisticKind.Boolean => Boolean ? "true" : "false",
        StatisticKind.Text => Encoding.UTF8.GetString(Text.Span),
        _ => "absent",
    };

    /// <summary>Negative, zero or positive as this lies before, at or after <paramref name="other"/>, which is of the same kind. Texts by unsigned bytes.</summary>
    internal int CompareTo(StatisticValue other) => Kind switch
    {
        StatisticKind.Double => Double.CompareTo(other.Double),
        StatisticKind.Text => Text.Span.SequenceCompareTo(other.Text.Span),
        _ => _bits.CompareTo(other._bits),
    };
}
