using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Pipeline.App.Commands;

/// <summary>Options that several commands share, so that they read and behave alike.</summary>
internal static class CommonOptions
{
    public static Option<string> Lake() => new("--lake")
    {
        Description = "Where the lake is: a folder, https://ACCOUNT.blob.core.windows.net, or 'azurite' for the emulator on this machine.",
        HelpName = "DIR|URL",
        DefaultValueFactory = _ => "./lake",
    };

    public static Option<bool> Json() => new("--json") { Description = "Write one JSON document for machines instead of text for people." };

    public static Option<DateOnly?> Day(string name, string description) => new(name)
    {
        Description = description + " As 2026-06-30.",
        HelpName = "DATE",
        CustomParser = ParseDay,
    };

    public static Argument<DateOnly?> DayArgument(string description) => new("DATE") { Description = description + " As 2026-06-30.", CustomParser = ParseDay };

    private static DateOnly? ParseDay(ArgumentResult result)
    {
        var text = result.Tokens.Count == 0 ? "" : result.Tokens[0].Value;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) { return day; }
        result.AddError($"'{text}' is not a date; write it as 2026-06-30");
        return null;
    }
}
