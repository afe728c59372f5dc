using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Pipeline.Parse.Reading;

namespace Pipeline.Parse;

/// <summary>The lines above a header, and what they say.</summary>
public sealed record Preamble
{
    public static Preamble None { get; } = new();

    /// <summary>The lines as they stand, without blank ones.</summary>
    public ImmutableArray<string> Lines { get; init; } = [];

    /// <summary>The first day that the report covers.</summary>
    public DateOnly? FirstDay { get; init; }

    /// <summary>The last day that the report covers.</summary>
    public DateOnly? LastDay { get; init; }

    /// <summary>When the report was made, where it says so with a time of day.</summary>
    internal Moment? GeneratedAt { get; init; }

    /// <summary>How many rows the report says it has.</summary>
    public long? DeclaredRows { get; init; }

    /// <summary>Whether a line starts with this text, compared like headers.</summary>
    public bool Says(string text)
    {
        var wanted = Comment(text);
        return Lines.Any(line => Comment(line).StartsWith(wanted, StringComparison.Ordinal));
    }

    private static string Comment(string line) => HeaderName.Normalise(line).TrimStart('#', ' ');

    /// <param name="lines">Each row above the header, its cells joined by blanks.</param>
    /// <param name="order">How days and months follow each other in them.</param>
    internal static Preamble Of(IEnumerable<string> lines, DateOrder order)
    {
        var kept = lines.Select(line => line.Trim()).Where(line => line.Length > 0).ToImmutableArray();
        var days = kept.Select(line => PreambleDays.Find(line, order)).Where(found => found.Count > 0).ToArray();
        // A range is two days on one line, or a line for its start and one for its end.
        var pair = days.FirstOrDefault(found => found.Count == 2);
        var (first, last) = pair is not null ? (pair[0], pair[1]) : (Labelled(kept, "start", order), Labelled(kept, "end", order));
        return new()
        {
            Lines = kept,
            FirstDay = last is null ? null : first,
            LastDay = first is null ? null : last,
            GeneratedAt = kept.Where(IsAboutTime).Select(line => ReadMoment(line, order)).FirstOrDefault(moment => moment is not null),
            DeclaredRows = kept.Select(ReadRows).FirstOrDefault(rows => rows is not null),
        };
    }

    private static DateOnly? Labelled(ImmutableArray<string> lines, string label, DateOrder order)
    {
        var line = lines.FirstOrDefault(line => HeaderName.Normalise(line).TrimStart('#') is var text
            && (text.StartsWith("report" + label + ":", StringComparison.Ordinal) || text.StartsWith(label + "date:", StringComparison.Ordinal)));
        var found = line is null ? [] : PreambleDays.Find(line, order);
        return found.Count > 0 ? found[0] : null;
    }

    private static bool IsAboutTime(string line) =>
        HeaderName.Normalise(line) is var text && (text.StartsWith("dategenerated:", StringComparison.Ordinal) || text.StartsWith("reporttime:", StringComparison.Ordinal)
            || text.StartsWith("generated", StringComparison.Ordinal) || text.StartsWith("exportedat", StringComparison.Ordinal));

    private static Moment? ReadMoment(string line, DateOrder order)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var text = line[(colon + 1)..].Trim(' ', '"');
        var cell = Encoding.UTF8.GetBytes(text);
        return cell.Length > 0 && MomentCell.Read(cell, order == DateOrder.PerFile ? DateOrder.MonthFirst : order, out var moment) == MomentOutcome.Read ? moment : null;
    }

    private static long? ReadRows(string line)
    {
        var match = Regex.Match(line, "^\"?Rows: *(?<count>[0-9]{1,12})\"?$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        return match.Success ? long.Parse(match.Groups["count"].Value, CultureInfo.InvariantCulture) : null;
    }
}
