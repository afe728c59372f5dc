using Pipeline.Metrics.Reading;

namespace Pipeline.Metrics;

/// <summary>The points of one metric and one member. Called from several threads at once.</summary>
internal interface IDayPoints
{
    /// <summary>The most days that are asked for at once: a month.</summary>
    const int MostDays = 31;

    /// <summary>Adds the points of consecutive days; none for a day of which nothing is to be said. They follow from these days and earlier ones only.</summary>
    /// <param name="points">Receives them, each with its day counted from the first.</param>
    /// <param name="first">The index of the first day on the axis.</param>
    /// <param name="days">How many days.</param>
    void AddTo(PublishedPoints points, int first, int days);
}

/// <summary>Points that are computed day by day.</summary>
/// <param name="at">The point of a day, given its index on the axis.</param>
internal sealed class EachDay(Func<int, DayPoint> at) : IDayPoints
{
    public void AddTo(PublishedPoints points, int first, int days)
    {
        for (var day = 0; day < days; day++) { points.Add(day, at(first + day)); }
    }
}

/// <summary>A flow over a window.</summary>
internal sealed class FlowPoints(DayTotals totals, int window, bool isAll, int axisStart, InputSpan inputs) : IDayPoints
{
    public void AddTo(PublishedPoints points, int first, int days)
    {
        var whole = inputs.WholeFrom(window, axisStart + first, days);
        for (var day = 0; isAll && day < whole; day++) { points.AddNull(day, window == 1 || inputs.IsEmpty ? NullReason.NoData : NullReason.NotMature, 0); }

        (first, days) = (first + whole, days - whole);
        if (days == 0) { return; }
        Span<long> counts = stackalloc long[days], amounts = stackalloc long[days], missing = stackalloc long[days];
        totals.Counts(first, window, counts);
        // Of most owners most months say nothing.
        if (!isAll && !counts.ContainsAnyExcept(0L)) { return; }
        totals.Amounts(first, window, amounts);
        var isMissing = totals.TryMissing(first, window, missing);
        for (var day = 0; day < days; day++)
        {
            if (counts[day] == 0 && !isAll) { continue; }
            if (isMissing && missing[day] != 0) { points.AddNull(whole + day, NullReason.MissingFxRate, counts[day]); }
            else { points.AddAmount(whole + day, amounts[day], counts[day]); }
        }
    }
}

/// <summary>A quotient of flows over a window.</summary>
internal sealed class RatioPoints(FlowRatio ratio, (DayTotals Numerator, DayTotals Denominator) totals, int window, bool isAll, (int Start, InputSpan Inputs) axis) : IDayPoints
{
    public void AddTo(PublishedPoints points, int first, int days)
    {
        var whole = axis.Inputs.WholeFrom(window + Math.Max(ratio.NumeratorLag, ratio.DenominatorLag), axis.Start + first, days);
        for (var day = 0; isAll && day < whole; day++) { points.AddNull(day, axis.Inputs.IsEmpty ? NullReason.NoData : NullReason.NotMature, 0); }

        (first, days) = (first + whole, days - whole);
        if (days == 0) { return; }
        var (above, below) = (first - ratio.NumeratorLag, first - ratio.DenominatorLag);
        Span<long> counts = stackalloc long[days], seen = stackalloc long[days], missing = stackalloc long[days];
        Span<long> numerators = stackalloc long[days], denominators = stackalloc long[days];
        totals.Denominator.Counts(below, window, counts);
        if (ratio.SeenByNumerator) { totals.Numerator.Counts(above, window, seen); }
        if (!isAll && !counts.ContainsAnyExcept(0L) && !seen.ContainsAnyExcept(0L)) { return; }
        totals.Numerator.Amounts(above, window, numerators);
        totals.Denominator.Amounts(below, window, denominators);
        var isMissing = totals.Numerator.TryMissing(above, window, missing);
        for (var day = 0; day < days; day++)
        {
            if (counts[day] <= 0 && seen[day] <= 0 && !isAll) { continue; }
            if (isMissing && missing[day] != 0) { points.AddNull(whole + day, NullReason.MissingFxRate, counts[day]); }
            else { points.AddQuotient(whole + day, numerators[day], denominators[day], counts[day]); }
        }
    }
}

/// <summary>A quotient of two flows.</summary>
/// <param name="Numerator">What is divided.</param>
/// <param name="Denominator">By what; its rows are the observations.</param>
/// <param name="NumeratorLag">How many days the numerator's window lies before the day.</param>
/// <param name="DenominatorLag">How many days the denominator's window lies before the day.</param>
/// <param name="SeenByNumerator">Whether rows of the numerator alone make a member appear.</param>
internal sealed record FlowRatio(DaySeries Numerator, DaySeries Denominator, int NumeratorLag = 0, int DenominatorLag = 0, bool SeenByNumerator = false);
