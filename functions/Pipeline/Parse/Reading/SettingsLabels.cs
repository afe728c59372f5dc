using System.Collections.Frozen;
using System.IO.Enumeration;

namespace Pipeline.Parse.Reading;

/// <summary>The label maps of the settings, ready to be asked.</summary>
internal sealed class SettingsLabels
{
    private readonly FrozenDictionary<string, string> _stages;
    private readonly FrozenDictionary<string, string> _leadStatuses;
    private readonly (string Pattern, string RevenueClass)[] _accounts;

    public SettingsLabels(ParseSettings settings)
    {
        _stages = Normalise(settings.Stages);
        _leadStatuses = Normalise(settings.LeadStatuses);
        _accounts = [.. settings.LedgerAccounts.Select(rule => (ToExpression(rule.Pattern), rule.RevenueClass))];
    }

    public string? StageStatus(string label) => _stages.GetValueOrDefault(HeaderName.NormaliseLabel(label));

    public string? LeadStatus(string label) => _leadStatuses.GetValueOrDefault(HeaderName.NormaliseLabel(label));

    /// <param name="account">Code, name and type, normalised, one below the other.</param>
    public string RevenueClass(string account)
    {
        foreach (var (pattern, revenueClass) in _accounts)
        {
            foreach (var part in account.Split('\n'))
            {
                if (part.Length > 0 && FileSystemName.MatchesSimpleExpression(pattern, part, ignoreCase: false)) { return revenueClass; }
            }
        }

        return "excluded";
    }

    private static FrozenDictionary<string, string> Normalise(IEnumerable<KeyValuePair<string, string>> labels)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (label, value) in labels) { map[HeaderName.NormaliseLabel(label)] = value; }
        return map.ToFrozenDictionary(StringComparer.Ordinal);
    }

    // Of the signs of the expression only the asterisk is one of ours.
    private static string ToExpression(string pattern) =>
        HeaderName.NormaliseLabel(pattern).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("?", "\\?", StringComparison.Ordinal);
}
