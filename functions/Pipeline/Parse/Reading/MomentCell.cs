using System.Buffers.Binary;
using System.Buffers.Text;
using System.Runtime.CompilerServices;

namespace Pipeline.Parse.Reading;

/// <summary>Reads dates and instants in the forms that exports use, straight from UTF-8.</summary>
internal static class MomentCell
{
    private static readonly int[] DaysBeforeMonth = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

    /// <param name="cell">Trimmed and not empty.</param>
    /// <param name="order">The file's.</param>
    /// <param name="moment">What it says.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static MomentOutcome Read(ReadOnlySpan<byte> cell, DateOrder order, out Moment moment)
    {
        if (cell.Length >= 10 && cell[4] == '-' && TryReadIsoDay(cell, out var day))
        {
            if (cell.Length == 10)
            {
                moment = new(day, Moment.NoTime, Moment.NoOffset);
                return MomentOutcome.Read;
            }

            if (MomentTime.TryRead(cell[10..], day, out moment)) { return MomentOutcome.Read; }
        }

        return ReadOther(cell, order, out moment);
    }

    /// <summary><c>yyyy-MM-dd</c> at the start of the cell.</summary>
    private static bool TryReadIsoDay(ReadOnlySpan<byte> cell, out int day)
    {
        var head = BinaryPrimitives.ReadUInt64LittleEndian(cell);
        day = 0;
        // yyyy-MM- as little-endian bytes: digits in places 0-3, 5, 6 and dashes in 4 and 7.
        const ulong Dashes = 0x2D_00_00_2D_00_00_00_00;
        const ulong DashMask = 0xFF_00_00_FF_00_00_00_00;
        if ((head & DashMask) != Dashes) { return false; }
        unchecked
        {
            var digits = (head & ~DashMask) - (0x0030_3000_3030_3030UL);
            if ((((digits + (0x0076_7600_7676_7676UL)) | digits) & 0x8080_8080_8080_8080UL) != 0) { return false; }
            var year = (int)(((digits & 0xFF) * 1000) + (((digits >> 8) & 0xFF) * 100) + (((digits >> 16) & 0xFF) * 10) + ((digits >> 24) & 0xFF));
            var month = (int)((((digits >> 40) & 0xFF) * 10) + ((digits >> 48) & 0xFF));
            var tens = (uint)(cell[8] - '0');
            var ones = (uint)(cell[9] - '0');
            return tens <= 9 && ones <= 9 && TryMakeDay(year, month, (int)((tens * 10) + ones), out day);
        }
    }

    public static bool TryMakeDay(int year, int month, int dayOfMonth, out int day)
    {
        day = 0;
        if (month is < 1 or > 12 || dayOfMonth < 1 || year is < 1 or > 9999 || dayOfMonth > DateTime.DaysInMonth(year, month)) { return false; }
        var before = year - 1;
        var isAfterLeapDay = month > 2 && DateTime.IsLeapYear(year);
        day = (before * 365) + (before / 4) - (before / 100) + (before / 400) + DaysBeforeMonth[month - 1] + (isAfterLeapDay ? 1 : 0) + dayOfMonth - 1 - 719_162;
        return true;
    }

    private static MomentOutcome ReadOther(ReadOnlySpan<byte> cell, DateOrder order, out Moment moment)
    {
        moment = default;
        if (IsNumber(cell)) { return TryReadNumber(cell, out moment) ? MomentOutcome.Read : MomentOutcome.NotADate; }
        if (!TryTakeParts(cell, out var parts, out var rest)) { return MomentOutcome.NotADate; }
        var outcome = parts.Order(order, out var year, out var month, out var dayOfMonth);
        if (outcome != MomentOutcome.Read) { return outcome; }
        if (!TryMakeDay(year, month, dayOfMonth, out var day)) { return MomentOutcome.NotADate; }
        if (rest.IsEmpty)
        {
            moment = new(day, Moment.NoTime, Moment.NoOffset);
            return MomentOutcome.Read;
        }

        return MomentTime.TryRead(rest, day, out moment) ? MomentOutcome.Read : MomentOutcome.NotADate;
    }

    private static bool IsNumber(ReadOnlySpan<byte> cell)
    {
        var marks = 0;
        foreach (var character in cell)
        {
            marks += character is (byte)'.' or (byte)',' ? 1 : 0;
            if (character is (< (byte)'0' or > (byte)'9') and not (byte)'.' and not (byte)',') { return false; }
        }

        return marks <= 1;
    }

    /// <summary>Epoch seconds or milliseconds, <c>yyyyMMdd</c>, or the serial number of a spreadsheet, which counts days from 1899-12-30.</summary>
    private static bool TryReadNumber(ReadOnlySpan<byte> cell, out Moment moment)
    {
        moment = default;
        var point = cell.IndexOfAny((byte)'.', (byte)',');
        var whole = point < 0 ? cell : cell[..point];
        if (!Utf8Parser.TryParse(whole, out long value, out var used) || used != whole.Length) { return false; }
        switch (whole.Length)
        {
            case 13 when point < 0:
                moment = Moment.OfInstant(value * 1000);
                return true;
            case 9 or 10 when value >= 100_000_000:
                moment = Moment.OfInstant(value * 1_000_000);
                return true;
            case 8 when point < 0 && TryMakeDay((int)(value / 10_000), (int)(value / 100 % 100), (int)(value % 100), out var day):
                moment = new(day, Moment.NoTime, Moment.NoOffset);
                return true;
            case 5 when value is > 20_000 and < 80_000:
                return TryReadSerial((int)value, point < 0 ? default : cell[(point + 1)..], out moment);
            default:
                return false;
        }
    }

    private static bool TryReadSerial(int serial, ReadOnlySpan<byte> fraction, out Moment moment)
    {
        long micros = 0;
        var unit = Moment.MicrosPerDay;
        foreach (var digit in fraction)
        {
            // Digit by digit in integers: a spreadsheet's fraction of a day is a rounded binary number, good to about a millisecond.
            micros += (digit - '0') * (unit / 10);
            unit /= 10;
        }

        // Its last digits are noise, so the time is taken to the nearest millisecond.
        micros = Math.Min((micros + 500) / 1000 * 1000, Moment.MicrosPerDay - 1);
        moment = new(serial - 25_569, fraction.IsEmpty ? Moment.NoTime : micros, Moment.NoOffset);
        return true;
    }

    /// <summary>Three numbers with slashes, points or dashes between, and what follows them.</summary>
    private static bool TryTakeParts(ReadOnlySpan<byte> cell, out DateParts parts, out ReadOnlySpan<byte> rest)
    {
        parts = default;
        rest = cell;
        if (!TryTake(ref rest, out var first, out var width) || rest.Length < 4 || rest[0] is not ((byte)'/' or (byte)'.' or (byte)'-')) { return false; }
        var separator = rest[0];
        rest = rest[1..];
        if (!TryTake(ref rest, out var second, out _) || rest.IsEmpty || rest[0] != separator) { return false; }
        rest = rest[1..];
        if (!TryTake(ref rest, out var third, out var lastWidth)) { return false; }
        parts = new(first, second, third, width == 4, lastWidth == 2);
        return width == 4 ? lastWidth <= 2 : lastWidth is 2 or 4;
    }

    private static bool TryTake(ref ReadOnlySpan<byte> rest, out int value, out int width)
    {
        (value, width) = (0, 0);
        while (width < rest.Length && rest[width] is >= (byte)'0' and <= (byte)'9' && width < 5) { value = (value * 10) + rest[width++] - '0'; }
        rest = rest[width..];
        return width is 1 or 2 or 4;
    }

    /// <summary>Three numbers of a date in the order in which they stand.</summary>
    private readonly record struct DateParts(int First, int Second, int Third, bool StartsWithYear, bool IsShortYear)
    {
        public MomentOutcome Order(DateOrder order, out int year, out int month, out int dayOfMonth)
        {
            (year, month, dayOfMonth) = StartsWithYear ? (First, Second, Third) : (IsShortYear ? 2000 + Third : Third, First, Second);
            if (StartsWithYear) { return MomentOutcome.Read; }
            if (order == DateOrder.DayFirst || (order == DateOrder.PerFile && First > 12)) { (month, dayOfMonth) = (Second, First); }
            var isOpen = order == DateOrder.PerFile && First <= 12 && Second <= 12 && First != Second;
            return isOpen ? MomentOutcome.Ambiguous : MomentOutcome.Read;
        }
    }
}
