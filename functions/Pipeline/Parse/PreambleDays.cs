using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Pipeline.Model;
using Pipeline.Parse.Reading;

namespace Pipeline.Parse;

/// <summary>Finds the days that a line of text names: <c>July 8, 2025 - July 31, 2025</c>, <c>1 de julio de 2026</c>, <c>20260723-20260922</c>.</summary>
internal static class PreambleDays
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    private static readonly string[][] Months =
    [
        ["january", "enero"], ["february", "febrero"], ["march", "marzo"], ["april", "abril"], ["may", "mayo"], ["june", "junio"],
        ["july", "julio"], ["august", "agosto"], ["september", "septiembre"], ["october", "octubre"], ["november", "noviembre"], ["december", "diciembre"],
    ];

    private static readonly Regex Named = new(
        "(?<month>\\p{L}{3,10})\\.? (?<day>[0-9]{1,2})(?:, (?<year>[0-9]{4}))?|(?<day2>[0-9]{1,2}) (?:de )?(?<month2>\\p{L}{3,10})\\.? (?:de )?(?<year2>[0-9]{4})", Options);

    private static readonly Regex Numeric = new("[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}|20[0-9]{6}", Options);

    public static List<DateOnly> Find(string line, DateOrder order)
    {
        var named = FindNamed(line);
        return named.Count > 0 ? named : FindNumeric(line, order);
    }

    private static List<DateOnly> FindNamed(string line)
    {
        var parts = new List<(int Month, int Day, int? Year)>();
        foreach (Match match in Named.Matches(line))
        {
            var isDayFirst = match.Groups["day2"].Success;
            var month = MonthOf(match.Groups[isDayFirst ? "month2" : "month"].Value);
            var year = match.Groups[isDayFirst ? "year2" : "year"];
            if (month > 0) { parts.Add((month, Number(match.Groups[isDayFirst ? "day2" : "day"].Value), year.Success ? Number(year.Value) : null)); }
        }

        // "January 1 - December 31, 2025" names the year once.
        var days = new List<DateOnly>();
        foreach (var (month, day, year) in parts)
        {
            var known = year ?? parts.Select(part => part.Year).FirstOrDefault(other => other is not null);
            if (known is { } certain && MomentCell.TryMakeDay(certain, month, day, out var number)) { days.Add(Epoch.Date(number)); }
        }

        return days;
    }

    private static List<DateOnly> FindNumeric(string line, DateOrder order)
    {
        var days = new List<DateOnly>();
        foreach (Match match in Numeric.Matches(line))
        {
            var cell = Encoding.UTF8.GetBytes(match.Value);
            if (MomentCell.Read(cell, order == DateOrder.PerFile ? DateOrder.MonthFirst : order, out var moment) == MomentOutcome.Read && !moment.HasTime) { days.Add(Epoch.Date(moment.Day)); }
        }

        return days;
    }


    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    private static int MonthOf(string name) =>
        Array.FindIndex(Months, names => names.Any(full => full.StartsWith(name, StringComparison.OrdinalIgnoreCase))) + 1;
}
