namespace Pipeline.Parse.Reading;

/// <summary>What the values of a file say about its decimal mark, its date order and its age.</summary>
internal sealed class FileEvidence
{
    private long _point;
    private long _comma;
    private long _openNumbers;
    private long _monthFirst;
    private long _dayFirst;
    private long _openDates;

    /// <summary>The latest value of the watermark columns in microseconds since 1970 when months come first in dates, or <see langword="null"/>.</summary>
    private long? _watermarkMonthFirst;

    /// <summary>The same when days come first.</summary>
    private long? _watermarkDayFirst;

    public long Dates { get; private set; }

    public bool HasNumberMarks => _point + _comma > 0;

    /// <summary>Whether the order of dates is plain, or does not matter because all start with the year.</summary>
    public bool HasDateOrder => _monthFirst + _dayFirst > 0 || (Dates > 0 && _openDates == 0);

    /// <param name="cell">A number.</param>
    /// <param name="isWhole">Whether it must be whole: then a mark with three digits behind it divides groups.</param>
    public void AddNumber(ReadOnlySpan<byte> cell, bool isWhole)
    {
        var (points, commas) = (cell.Count((byte)'.'), cell.Count((byte)','));
        if (points + commas == 0 || !cell.ContainsAnyInRange((byte)'0', (byte)'9')) { return; }
        var mark = cell.LastIndexOfAny((byte)'.', (byte)',');
        var isPoint = cell[mark] == '.';
        if (points > 0 && commas > 0) { Count(isPoint); }
        else if (points + commas > 1) { Count(!isPoint); }
        else if (IsFraction(cell, mark)) { Count(isPoint); }
        else if (isWhole) { Count(!isPoint); }
        else { _openNumbers++; }
    }

    public void AddDate(ReadOnlySpan<byte> cell)
    {
        Dates++;
        if (MomentCell.Read(cell, DateOrder.PerFile, out _) == MomentOutcome.Ambiguous)
        {
            // With points the day comes first everywhere.
            if (cell.IndexOf((byte)'.') is 1 or 2) { _dayFirst++; } else { _openDates++; }
        }
        else if (cell.IndexOfAny("/.-"u8) is (1 or 2) and var end)
        {
            CountOrder(cell, end);
        }
    }

    /// <param name="order">How the date was read.</param>
    /// <param name="micros">Microseconds since 1970.</param>
    public void AddWatermark(DateOrder order, long? micros)
    {
        ref var latest = ref order == DateOrder.DayFirst ? ref _watermarkDayFirst : ref _watermarkMonthFirst;
        latest = latest is { } known && micros is { } other ? Math.Max(known, other) : latest ?? micros;
    }

    /// <summary>The latest value of the watermark columns, once the order of dates is settled.</summary>
    public long? Watermark(DateOrder order) => order == DateOrder.DayFirst ? _watermarkDayFirst : _watermarkMonthFirst;

    public void Add(FileEvidence other)
    {
        _point += other._point;
        _comma += other._comma;
        _openNumbers += other._openNumbers;
        _monthFirst += other._monthFirst;
        _dayFirst += other._dayFirst;
        _openDates += other._openDates;
        Dates += other.Dates;
        AddWatermark(DateOrder.MonthFirst, other._watermarkMonthFirst);
        AddWatermark(DateOrder.DayFirst, other._watermarkDayFirst);
    }

    /// <summary>The decimal mark, or <see langword="null"/> when the values contradict each other or do not say.</summary>
    /// <param name="hint">What the headers suggest.</param>
    public NumberLocale? DecideNumbers(NumberLocale hint) =>
        Outnumbers(_point, _comma) ? NumberLocale.Point
        : Outnumbers(_comma, _point) ? NumberLocale.Comma
        : _point + _comma > 0 ? null
        : _openNumbers == 0 || hint != NumberLocale.PerFile ? hint
        : null;

    /// <summary>The order of dates, or <see langword="null"/> when the values contradict each other or do not say.</summary>
    /// <param name="hint">What the headers suggest.</param>
    public DateOrder? DecideDates(DateOrder hint) =>
        Outnumbers(_monthFirst, _dayFirst) ? DateOrder.MonthFirst
        : Outnumbers(_dayFirst, _monthFirst) ? DateOrder.DayFirst
        : _monthFirst + _dayFirst > 0 ? null
        : _openDates == 0 || hint != DateOrder.PerFile ? hint
        : null;

    /// <summary>One mistyped cell in twenty does not overturn the others; it is rejected in its row.</summary>
    private static bool Outnumbers(long some, long others) => some > others * 20;

    private void Count(bool isPoint)
    {
        if (isPoint) { _point++; } else { _comma++; }
    }

    private void CountOrder(ReadOnlySpan<byte> cell, int end)
    {
        var first = Number(cell[..end]);
        var rest = cell[(end + 1)..];
        var second = rest.IndexOf(cell[end]) is (1 or 2) and var width ? Number(rest[..width]) : 0;
        if (first > 12 && second <= 12) { _dayFirst++; }
        else if (second > 12 && first <= 12) { _monthFirst++; }
    }

    private static int Number(ReadOnlySpan<byte> digits)
    {
        var value = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9') { return 0; }
            value = (value * 10) + digit - '0';
        }

        return value;
    }

    /// <summary>Whether a lone mark can only be the decimal one: not three digits behind it, or more than three before it, or a zero.</summary>
    private static bool IsFraction(ReadOnlySpan<byte> cell, int mark)
    {
        var behind = 0;
        while (mark + 1 + behind < cell.Length && cell[mark + 1 + behind] is >= (byte)'0' and <= (byte)'9') { behind++; }
        var before = 0;
        while (mark - 1 - before >= 0 && cell[mark - 1 - before] is >= (byte)'0' and <= (byte)'9') { before++; }
        return behind != 3 || before is 0 or > 3 || cell[mark - before] == '0';
    }
}
