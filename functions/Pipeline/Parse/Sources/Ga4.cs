using System.Collections.Immutable;

namespace Pipeline.Parse.Sources;

/// <summary>Google Analytics 4: sessions and events, which are not spend.</summary>
public static class Ga4
{
    private const string Sentence = "Sessions and key events are neither spend nor deals. For spend bring the reports of the ad platforms by day.";
    private static readonly Header Measure = ["Sessions", "Engaged sessions", "Active users", "Total users", "New users", "Event count", "Views", "Key events"];

    public static ImmutableArray<SourceDefinition> Ignored { get; } =
    [
        Ignore("ga4-report", "report", "ui_report", new()
        {
            All = [Measure],
            AnyOf =
            [
                ["Session primary channel group (Default Channel Group)", "Session default channel group", "Session primary channel group"], ["Session source / medium", "Session source/medium"],
                ["Session campaign"], ["First user default channel group", "First user primary channel group (Default Channel Group)"], ["Engaged sessions"], ["Event name"], ["Nth day"], ["Nth week"], ["Landing page"],
            ],
        }),
        Ignore("ga4-report-with-preamble", "report", "ui_report", new() { All = [Measure], Preamble = ["# Account:", "# Property:", "# Start date:"] }),
        Ignore("ga4-fivetran-events", "event", "fivetran", new() { All = [["bundle_sequence_id"], ["user_pseudo_id"], ["timestamp"], ["name"]] }),
    ];

    private static SourceDefinition Ignore(string name, string @object, string format, Signature signature) => new()
    {
        Name = name,
        System = "ga4",
        Object = @object,
        Format = format,
        Signature = signature,
        IgnoredBecause = Sentence,
    };
}
