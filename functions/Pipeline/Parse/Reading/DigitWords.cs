using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pipeline.Parse.Reading;

/// <summary>Reads the usual forms of numbers, days and instants eight characters at a time; what it does not read must be read in another way.</summary>
/// <remarks>The cells it takes are those of <see cref="ColumnCells.Plain"/>: it reads up to <see cref="ColumnCells.Room"/> bytes from their start without checking bounds.</remarks>
internal static class DigitWords
{
    /// <summary>The largest scale of numbers, with which eight digits before the mark cannot overflow.</summary>
    public const int LargestScale = 10;

    private const ulong Zeros = 0x3030_3030_3030_3030;
    private const int FirstYear = 1970;
    private const int Years = 140;
    private const long MicrosPerSecond = 1_000_000;

    private static readonly long[] Powers = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000];

    /// <summary>The day on which each month starts, from January of the first year.</summary>
    private static readonly int[] Months =
        [.. Enumerable.Range(0, (Years * 12) + 1).Select(month => new DateOnly(FirstYear + (month / 12), (month % 12) + 1, 1).DayNumber - new DateOnly(FirstYear, 1, 1).DayNumber)];

    /// <summary>Up to eight digits, perhaps a minus before, perhaps a mark and up to seven digits behind, but no more than the scale has.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="mark">The decimal mark.</param>
    /// <param name="scale">From 0 to <see cref="LargestScale"/>.</param>
    /// <param name="unscaled">The value in units of ten to the power of minus <paramref name="scale"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadNumber(ReadOnlySpan<byte> cell, byte mark, int scale, out long unscaled)
    {
        unscaled = 0;
        if (unchecked((uint)(cell.Length - 1)) > 16) { return false; }
        unchecked
        {
            ref var start = ref MemoryMarshal.GetReference(cell);
            var sign = start == '-' ? 1 : 0;
            start = ref Unsafe.Add(ref start, sign);
            var length = cell.Length - sign;
            var marks = Vector128.Equals(Vector128.LoadUnsafe(ref start), Vector128.Create(mark)).ExtractMostSignificantBits();
            var whole = BitOperations.TrailingZeroCount(marks | (1u << length));
            var fraction = Math.Max(length - whole - 1, 0);
            if ((uint)(whole - 1) > 7 || fraction > Math.Min(scale, 7) || length == whole + 1) { return false; }
            var high = (Word(ref start) ^ Zeros) << (64 - (whole * 8));
            // In two steps, because a word is not shifted by all of its bits.
            var low = ((Word(ref Unsafe.Add(ref start, whole + 1)) ^ Zeros) << (56 - (fraction * 8))) << 8;
            if (!AreDigits(high | low, high, low)) { return false; }
            var value = ((long)Value(high) * Powers[scale]) + ((long)Value(low) * Powers[scale - fraction]);
            unscaled = (value ^ -sign) + sign;
            return true;
        }
    }

    /// <summary><c>yyyy-MM-dd</c> from 1970 to 2109.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadDay(ReadOnlySpan<byte> cell, out int day)
    {
        ref var start = ref MemoryMarshal.GetReference(cell);
        day = 0;
        return cell.Length == 10 && TryReadDay(ref start, Half(ref Unsafe.Add(ref start, 8)) ^ 0x3030u, out day);
    }

    /// <summary><c>yyyy-MM-ddTHH:mm:ssZ</c> from 1970 to 2109, in microseconds since 1970.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadInstant(ReadOnlySpan<byte> cell, out long micros)
    {
        micros = 0;
        if (cell.Length != 20) { return false; }
        unchecked
        {
            ref var start = ref MemoryMarshal.GetReference(cell);
            // As little-endian bytes ddTHH:mm and m:ssZ, of which the first is looked at twice.
            var time = Word(ref Unsafe.Add(ref start, 8)) ^ 0x3030_3A30_3054_3030;
            var end = Word(ref Unsafe.Add(ref start, 12)) ^ 0x5A30_303A_3030_3A30;
            if ((((time + 0x7676_7F76_767F_7676) | time | (end + 0x7F76_767F_7676_7F76) | end) & 0x8080_8080_8080_8080) != 0) { return false; }
            var hour = (((time >> 24) & 0xFF) * 10) + ((time >> 32) & 0xFF);
            var minute = (((time >> 48) & 0xFF) * 10) + (time >> 56);
            var second = (((end >> 40) & 0xFF) * 10) + ((end >> 48) & 0xFF);
            if (hour > 23 || minute > 59 || second > 59 || !TryReadDay(ref start, (uint)time & 0xFFFF, out var day)) { return false; }
            micros = ((day * 86_400L) + (long)((hour * 3600) + (minute * 60) + second)) * MicrosPerSecond;
            return true;
        }
    }

    /// <param name="start">Of the year.</param>
    /// <param name="dayDigits">The two digits of the day, the first one lowest.</param>
    /// <param name="day">Days since 1970-01-01.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryReadDay(ref byte start, uint dayDigits, out int day)
    {
        unchecked
        {
            day = 0;
            var digits = Word(ref start) ^ 0x2D30_302D_3030_3030;
            var isOdd = ((digits + 0x7F76_767F_7676_7676) | digits) & 0x8080_8080_8080_8080;
            if ((isOdd | (((dayDigits + 0x7676) | dayDigits) & 0x8080)) != 0) { return false; }
            var pairs = (((uint)digits * 0x0A01) >> 8) & 0x00FF_00FF;
            var year = (((pairs & 0xFF) * 100) + (pairs >> 16)) - FirstYear;
            var month = (uint)((((digits >> 40) & 0xFF) * 10) + ((digits >> 48) & 0xFF)) - 1;
            var dayOfMonth = ((dayDigits & 0xFF) * 10) + (dayDigits >> 8) - 1;
            if (year >= Years || month > 11) { return false; }
            ref var first = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Months), (nint)((year * 12) + month));
            day = first + (int)dayOfMonth;
            return dayOfMonth < (uint)(Unsafe.Add(ref first, 1) - first);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreDigits(ulong either, ulong one, ulong other) =>
        unchecked(((one + 0x7676_7676_7676_7676) | (other + 0x7676_7676_7676_7676) | either) & 0x8080_8080_8080_8080) == 0;

    /// <summary>The number that eight digits are, the first one in the lowest byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Value(ulong digits)
    {
        unchecked
        {
            digits = (digits * 2561) >> 8;
            digits = ((digits & 0x00FF_00FF_00FF_00FF) * 6_553_601) >> 16;
            return ((digits & 0x0000_FFFF_0000_FFFF) * 42_949_672_960_001) >> 32;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(ref byte start)
    {
        var word = Unsafe.ReadUnaligned<ulong>(ref start);
        return BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Half(ref byte start)
    {
        var half = Unsafe.ReadUnaligned<ushort>(ref start);
        return BitConverter.IsLittleEndian ? half : BinaryPrimitives.ReverseEndianness(half);
    }
}
