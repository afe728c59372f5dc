using System.Numerics;
using System.Runtime.CompilerServices;

namespace Pipeline.Metrics.Reading;

/// <summary>Exact arithmetic on scaled integers. Published amounts are in ten-thousandths.</summary>
internal static class Exact
{
    /// <summary>What one is in ten-thousandths.</summary>
    public const long One = 10_000;

    /// <summary>The first amount that DECIMAL(18,4) cannot hold, in ten-thousandths.</summary>
    public const long Limit = 1_000_000_000_000_000_000;

    /// <summary>Whether DECIMAL(18,4) can hold an amount.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Fits(long amount) => amount is < Limit and > -Limit;

    /// <summary>The quotient, rounded half away from zero. <paramref name="denominator"/> is above 0.</summary>
    public static Int128 Divide(Int128 numerator, Int128 denominator)
    {
        var (quotient, remainder) = Int128.DivRem(numerator, denominator);
        if (Int128.Abs(remainder) < denominator - Int128.Abs(remainder)) { return quotient; }
        return numerator < 0 ? quotient - 1 : quotient + 1;
    }

    /// <summary>The quotient, rounded half away from zero. <paramref name="denominator"/> is above 0.</summary>
    public static BigInteger Divide(BigInteger numerator, BigInteger denominator)
    {
        var quotient = BigInteger.DivRem(numerator, denominator, out var remainder);
        if (BigInteger.Abs(remainder) * 2 < denominator) { return quotient; }
        return numerator.Sign < 0 ? quotient - 1 : quotient + 1;
    }

    /// <summary>amount × times / over, rounded half away from zero. <paramref name="over"/> is above 0.</summary>
    public static Int128 Multiply(long amount, long times, Int128 over)
    {
        var product = (Int128)amount * times;
        if (product > long.MaxValue || product < -long.MaxValue || over > long.MaxValue) { return Divide(product, over); }
        var (quotient, rest) = Math.DivRem((long)product, (long)over);
        if (Math.Abs(rest) < (long)over - Math.Abs(rest)) { return quotient; }
        return product < 0 ? quotient - 1 : quotient + 1;
    }

    /// <summary>Millionths to ten-thousandths, rounded half away from zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long FromMillionths(long amount)
    {
        var (quotient, remainder) = Math.DivRem(amount, 100);
        return remainder >= 50 ? quotient + 1 : remainder <= -50 ? quotient - 1 : quotient;
    }

    /// <summary>The amount, or just past the range of DECIMAL(18,4) when it lies outside: sums of it stay outside and are published as overflow.</summary>
    public static long Saturate(Int128 amount) => amount >= Limit ? Limit : amount <= -Limit ? -Limit : (long)amount;

    /// <summary>The amount as it is published, or <see langword="null"/> when DECIMAL(18,4) cannot hold it.</summary>
    public static long? Published(Int128 amount) => amount >= Limit || amount <= -Limit ? null : (long)amount;

    public static long Saturate(BigInteger amount) => amount >= Limit ? Limit : amount <= -Limit ? -Limit : (long)amount;
}
