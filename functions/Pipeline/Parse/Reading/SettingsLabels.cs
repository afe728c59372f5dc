using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Pipeline.Parse.Reading;

/// <summary>The label maps of the settings, ready to be asked.</summary>
internal sealed class SettingsLabels
{
    private readonly FrozenDictionary<string, string> _stages;
    private readonly FrozenDictionary<string, string> _leadStatuses;
    private readonly (Regex Pattern, string RevenueClass)[] _accounts;

    public SettingsLabels(ParseSettings settings)
    {
        _stages = Normalise(settings.Stages);
        _leadStatuses = Normalise(settings.LeadStatuses);
        _accounts = [.. settings.LedgerAccounts.Select(rule => (ToRegex(rule.Pattern), rule.RevenueClass))];
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
                if (part.Length > 0 && pattern.IsMatch(part)) { return revenueClass; }
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

    // Non-backtracking, because patterns come from settings and must not be able to hang us.
    private static Regex ToRegex(string pattern) => new(
        "^" + Regex.Escape(HeaderName.NormaliseLabel(pattern)).Replace("\\*", ".*", StringComparison.Ordinal) + "$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline);
}
