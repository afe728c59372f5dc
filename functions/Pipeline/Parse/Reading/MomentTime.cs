namespace Pipeline.Parse.Reading;

/// <summary>The time and the offset behind a date: <c>T16:41:17.250Z</c>, <c> 2:30 PM</c>, <c> 09:14 +0800</c>, <c>Z-0300</c>.</summary>
internal static class MomentTime
{
    public static bool TryRead(ReadOnlySpan<byte> text, int day, out Moment moment)
    {
        moment = default;
        var micros = Moment.NoTime;
        if (text.Length > 1 && text[0] is (byte)'T' or (byte)'t' or (byte)' ' && text[1] is >= (byte)'0' and <= (byte)'9')
        {
            text = text[1..];
            if (!TryReadTime(ref text, out micros)) { return false; }
        }

        if (!TryReadOffset(text, out var offset)) { return false; }
        moment = new(day, micros, offset);
        return true;
    }

    private static bool TryReadTime(ref ReadOnlySpan<byte> text, out long micros)
    {
        micros = 0;
        if (!TryTake(ref text, 1, out var hour) || text.IsEmpty || text[0] != ':') { return false; }
        text = text[1..];
        if (!TryTake(ref text, 2, out var minute)) { return false; }
        var second = 0;
        if (!text.IsEmpty && text[0] == ':')
        {
            text = text[1..];
            if (!TryTake(ref text, 2, out second)) { return false; }
        }

        long fraction = 0;
        if (text.Length > 1 && text[0] is (byte)'.' or (byte)',' && !TryTakeFraction(ref text, out fraction)) { return false; }
        if (!TryApplyHalfOfDay(ref text, ref hour) || hour > 23 || minute > 59 || second > 60) { return false; }
        // A leap second is the second before it: our instants have none.
        micros = (((((hour * 60L) + minute) * 60) + Math.Min(second, 59)) * 1_000_000) + fraction;
        return true;
    }

    private static bool TryTakeFraction(ref ReadOnlySpan<byte> text, out long micros)
    {
        micros = 0;
        var digits = 1;
        long unit = 100_000;
        for (; digits < text.Length && text[digits] is >= (byte)'0' and <= (byte)'9'; digits++)
        {
            micros += (text[digits] - '0') * unit;
            unit /= 10;
        }

        text = text[digits..];
        return digits > 1;
    }

    private static bool TryApplyHalfOfDay(ref ReadOnlySpan<byte> text, ref int hour)
    {
        var rest = text.TrimStart((byte)' ');
        if (rest.Length < 2 || (rest[1] | 0x20) != 'm' || (rest[0] | 0x20) is not ('a' or 'p')) { return true; }
        var isAfternoon = (rest[0] | 0x20) == 'p';
        if (hour is < 1 or > 12) { return false; }
        hour = (hour % 12) + (isAfternoon ? 12 : 0);
        text = rest[2..];
        return true;
    }

    /// <summary>Nothing, <c>Z</c>, <c>UTC</c>, <c>GMT</c>, <c>+08:00</c>, <c>-0300</c>, <c>+02</c>; a <c>Z</c> before an offset says nothing.</summary>
    private static bool TryReadOffset(ReadOnlySpan<byte> text, out int offset)
    {
        text = text.Trim((byte)' ');
        offset = Moment.NoOffset;
        if (text.IsEmpty) { return true; }
        offset = 0;
        if (text is [(byte)'Z' or (byte)'z']) { return true; }
        if (text[0] is (byte)'Z' or (byte)'z') { text = text[1..]; }
        else if (text.StartsWith("UTC"u8) || text.StartsWith("GMT"u8)) { text = text[3..]; }
        if (text.IsEmpty) { return true; }
        if (text[0] is not ((byte)'+' or (byte)'-')) { return false; }
        var sign = text[0] == '-' ? -1 : 1;
        text = text[1..];
        if (!TryTake(ref text, 2, out var hours)) { return false; }
        text = !text.IsEmpty && text[0] == ':' ? text[1..] : text;
        var minutes = 0;
        if (!text.IsEmpty && !TryTake(ref text, 2, out minutes)) { return false; }
        offset = sign * ((hours * 60) + minutes);
        return text.IsEmpty && hours <= 14 && minutes <= 59;
    }

    /// <summary>One or two digits, at least <paramref name="least"/>.</summary>
    private static bool TryTake(ref ReadOnlySpan<byte> text, int least, out int value)
    {
        value = 0;
        var width = 0;
        while (width < text.Length && width < 2 && text[width] is >= (byte)'0' and <= (byte)'9') { value = (value * 10) + text[width++] - '0'; }
        text = text[width..];
        return width >= least;
    }
}
