using System.Globalization;
using System.Text.RegularExpressions;
using Pipeline.Parse.Reading;

namespace Pipeline.Parse;

/// <summary>When an export was made, as its file name says.</summary>
internal static class FileNameTime
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private static readonly Regex Epoch = new("(^|[^0-9])(?<ms>1[0-9]{12})([^0-9]|$)", Options, Limit);

    // A name with two days is about a range, not about when it was made.
    private static readonly Regex Day = new(
        "(^|[^0-9])(?<year>20[0-9]{2})(?<mark>[-_.]?)(?<month>[01][0-9])\\k<mark>(?<day>[0-3][0-9])([ T_-]+(?<hour>[0-2][0-9])[-_:.]?(?<minute>[0-5][0-9])([-_:.]?(?<second>[0-5][0-9]))?)?(?![0-9])", Options, Limit);

    public static Moment? Read(string fileName)
    {
        var name = fileName[..Math.Min(fileName.Length, 300)];
        if (Epoch.Match(name) is { Success: true } epoch) { return Moment.OfInstant(Number(epoch, "ms") * 1000); }
        var matches = Day.Matches(name);
        if (matches.Count != 1) { return null; }
        var match = matches[0];
        if (!MomentCell.TryMakeDay((int)Number(match, "year"), (int)Number(match, "month"), (int)Number(match, "day"), out var day)) { return null; }
        if (!match.Groups["hour"].Success || Number(match, "hour") > 23) { return new(day, Moment.NoTime, Moment.NoOffset); }
        var second = match.Groups["second"].Success ? Number(match, "second") : 0;
        return new(day, ((((Number(match, "hour") * 60) + Number(match, "minute")) * 60) + second) * 1_000_000, Moment.NoOffset);
    }

    private static long Number(Match match, string group) => long.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
}
