using System.Collections.Immutable;

namespace Pipeline.Parse.Sources;

/// <summary>The built-in sources. A new one is one file and one line here.</summary>
public static class SourceList
{
    public static ImmutableArray<SourceDefinition> All { get; } =
    [
        GoogleAdsDaily.CampaignReport,
    ];
}
