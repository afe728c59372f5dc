using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Pipeline.Parquet;

namespace Pipeline.App.Tests.Acceptance;

/// <summary>What every reader must find in a column: how many rows, how many nulls, and the sum of what is there.</summary>
/// <param name="Rows">How many rows.</param>
/// <param name="Nulls">How many of them are null.</param>
/// <param name="Total">The sum of integers, unscaled decimals, days, microseconds, ones for true, or bytes of text; 0 for doubles.</param>
/// <param name="Doubles">The sum of doubles; 0 for other types.</param>
internal readonly record struct ColumnProfile(long Rows, long Nulls, BigInteger Total, double Doubles)
{
    /// <summary>What a script of the oracles calls a column of this type.</summary>
    public static string KindOf(ColumnSchema column) => column.Type switch
    {
        ColumnType.Text => "text",
        ColumnType.Boolean => "boolean",
        ColumnType.Double => "double",
        ColumnType.Decimal => string.Create(CultureInfo.InvariantCulture, $"decimal {column.Scale}"),
        _ => "integer",
    };

    public static ColumnProfile operator +(ColumnProfile one, ColumnProfile other) =>
        new(one.Rows + other.Rows, one.Nulls + other.Nulls, one.Total + other.Total, one.Doubles + other.Doubles);

    /// <summary>The answer of another reader: rows, nulls, sum, each as a number or its text; a sum of nothing may be null.</summary>
    public static ColumnProfile Of(ColumnSchema column, JsonNode rows, JsonNode nulls, JsonNode? sum)
    {
        var text = sum?.ToString() ?? "0";
        return column.Type is ColumnType.Double
            ? new(Integer(rows), Integer(nulls), 0, double.Parse(text, CultureInfo.InvariantCulture))
            : new(Integer(rows), Integer(nulls), BigInteger.Parse(text, CultureInfo.InvariantCulture), 0);

        static long Integer(JsonNode number) => long.Parse(number.ToString(), CultureInfo.InvariantCulture);
    }

    /// <summary>What our own reader finds.</summary>
    public static ColumnProfile Of(Column column)
    {
        var (nulls, total, doubles) = (0L, BigInteger.Zero, 0.0);
        for (var row = 0; row < column.Count; row++)
        {
            if (!column.HasValue(row))
            {
                nulls++;
                continue;
            }

            switch (column.Type)
            {
                case ColumnType.Double: doubles += column.Doubles[row]; break;
                case ColumnType.Text: total += column.Texts!.Row(row).Length; break;
                case ColumnType.Boolean: total += column.Booleans[row]; break;
                case ColumnType.Int32 or ColumnType.Date: total += column.Int32s[row]; break;
                default: total += column.Int64s[row]; break;
            }
        }

        return new(column.Count, nulls, total, doubles);
    }

    /// <summary>Whether two readers found the same; doubles were added in another order.</summary>
    public bool Agrees(ColumnProfile other) =>
        Rows == other.Rows && Nulls == other.Nulls && Total == other.Total
        && Math.Abs(Doubles - other.Doubles) <= 1e-9 * Math.Max(Math.Abs(Doubles), Math.Abs(other.Doubles));
}
