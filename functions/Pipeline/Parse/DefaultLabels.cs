using System.Collections.Immutable;

namespace Pipeline.Parse;

/// <summary>What the labels of the big CRMs and ledgers mean when the settings say nothing else.</summary>
public static class DefaultLabels
{
    public static ImmutableDictionary<string, string> Stages { get; } = Map(
        ("closed won", "won"), ("closedwon", "won"), ("won", "won"), ("cerrada ganada", "won"), ("cierre ganado", "won"), ("ganado", "won"), ("已成交", "won"),
        ("closed lost", "lost"), ("closedlost", "lost"), ("lost", "lost"), ("cerrada perdida", "lost"), ("cierre perdido", "lost"), ("perdido", "lost"), ("已流失", "lost"));

    public static ImmutableDictionary<string, string> LeadStatuses { get; } = Map(
        ("open", "lead"), ("open - not contacted", "lead"), ("new", "lead"), ("attempted_to_contact", "lead"),
        ("working - contacted", "mql"), ("connected", "mql"), ("in_progress", "mql"),
        ("qualified", "sql"), ("closed - converted", "opportunity"), ("converted", "opportunity"), ("open_deal", "opportunity"),
        ("disqualified", "disqualified"), ("unqualified", "disqualified"), ("closed - not converted", "disqualified"), ("bad_timing", "disqualified"));

    public static ImmutableArray<LedgerAccountRule> LedgerAccounts { get; } =
    [
        new("*interest earned*", "interest"), new("*interest income*", "interest"), new("*dividend*", "investment"), new("*royalt*", "royalty"),
        new("*other income*", "other"), new("*other miscellaneous income*", "other"),
    ];

    private static ImmutableDictionary<string, string> Map(params ReadOnlySpan<(string Label, string Value)> labels)
    {
        var map = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (label, value) in labels) { map[label] = value; }
        return map.ToImmutable();
    }
}
