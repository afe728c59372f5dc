using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Pipeline.Parse.Reading;

/// <summary>What became of a cell that should be a number.</summary>
internal enum NumberOutcome
{
    Exact,

    /// <summary>It has more digits than the column keeps; rounded half to even.</summary>
    Rounded,
    NotANumber,
    OutOfRange,

    /// <summary>It says that the number is not known yet.</summary>
    Blank,
}

/// <summary>Reads numbers as exact decimals, straight from UTF-8.</summary>
internal static class NumberCell
{
    /// <summary>The largest unscaled value of DECIMAL(18, s).</summary>
    private const long Limit = 999_999_999_999_999_999;

    private static readonly long[] Powers = [.. Enumerable.Range(0, 19).Select(power => (long)decimal.Parse("1" + new string('0', power), CultureInfo.InvariantCulture))];

    /// <param name="cell">Trimmed and not empty.</param>
    /// <param name="locale">The file's; undecided means that no number of the file has a mark in it.</param>
    /// <param name="scale">Digits behind the point that the column keeps.</param>
    /// <param name="exponent">The number is divided by ten to this power.</param>
    /// <param name="unscaled">The value in units of ten to the power of minus <paramref name="scale"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NumberOutcome Read(ReadOnlySpan<byte> cell, NumberLocale locale, int scale, int exponent, out long unscaled) =>
        TryReadPlain(cell, locale == NumberLocale.Comma ? (byte)',' : (byte)'.', scale - exponent, out unscaled)
            ? NumberOutcome.Exact
            : ReadDressed(cell, locale, scale, exponent, out unscaled);

    /// <summary>Digits, perhaps a sign before and a mark among them, at most 18 characters: nearly every number there is.</summary>
    private static bool TryReadPlain(ReadOnlySpan<byte> cell, byte mark, int shift, out long unscaled)
    {
        unscaled = 0;
        if (cell.Length > 18) { return false; }
        var isNegative = cell[0] == '-';
        long value = 0;
        var (digits, fraction) = (0, -1);
        unchecked
        {
            for (var i = isNegative ? 1 : 0; i < cell.Length; i++)
            {
                var digit = (uint)(cell[i] - '0');
                if (digit <= 9)
                {
                    value = (value * 10) + digit;
                    digits++;
                    fraction += fraction >= 0 ? 1 : 0;
                }
                else if (cell[i] == mark && fraction < 0)
                {
                    fraction = 0;
                }
                else
                {
                    return false;
                }
            }

            shift -= Math.Max(fraction, 0);
            if (digits == 0 || (uint)shift > 18 || value > Limit / Powers[shift]) { return false; }
            unscaled = value * Powers[shift];
            unscaled = isNegative ? -unscaled : unscaled;
        }

        return true;
    }

    private static NumberOutcome ReadDressed(ReadOnlySpan<byte> cell, NumberLocale locale, int scale, int exponent, out long unscaled)
    {
        unscaled = 0;
        if (Ascii.EqualsIgnoreCase(cell, "TBD"u8)) { return NumberOutcome.Blank; }
        if (cell.Length > 64 || !NumberText.TryStrip(Encoding.UTF8.GetString(cell), locale, out var number)) { return NumberOutcome.NotANumber; }
        var shift = scale - (number.IsPercent && exponent == 0 ? 2 : exponent) + number.Shift;
        if (!decimal.TryParse(number.Digits, NumberStyles.AllowExponent | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)) { return NumberOutcome.NotANumber; }
        return Scale(number.IsNegative ? -value : value, shift, out unscaled);
    }

    /// <summary>The value times ten to the power of <paramref name="shift"/>, as a whole number of at most 18 digits.</summary>
    public static NumberOutcome Scale(decimal value, int shift, out long unscaled)
    {
        unscaled = 0;
        for (; shift < 0; shift++) { value /= 10; }
        for (; shift > 0; shift--)
        {
            if (Math.Abs(value) > Limit) { return NumberOutcome.OutOfRange; }
            value *= 10;
        }

        var whole = decimal.Round(value, MidpointRounding.ToEven);
        if (Math.Abs(whole) > Limit) { return NumberOutcome.OutOfRange; }
        unscaled = (long)whole;
        return whole == value ? NumberOutcome.Exact : NumberOutcome.Rounded;
    }
}
