using System.Collections.Immutable;
using Pipeline.Model;

namespace Pipeline.Metrics;

/// <summary>What a value is measured in.</summary>
public enum MetricUnit
{
    Money,
    Count,
    Ratio,
    Days,
    Months,
}

/// <summary>How a metric relates to days; it decides which windows are published.</summary>
public enum MetricKind
{
    /// <summary>Of the day; with sums over 30, 90 and 365 days.</summary>
    Flow,

    /// <summary>At the end of the day.</summary>
    Level,

    /// <summary>Over the 30 days that end with the day; with 90 and 365 days beside it.</summary>
    RatioOfFlows,

    /// <summary>The day against the same day of an earlier month.</summary>
    Comparison,

    /// <summary>As <see cref="RatioOfFlows"/>, for those who entered a fixed time before.</summary>
    Cohort,
}

/// <summary>What a metric promises. The catalogue, the documents and the published rows are all made from it.</summary>
public sealed record MetricDefinition
{
    /// <summary>The id, a contract: it never changes its meaning without a new <see cref="Version"/>.</summary>
    public required string Name { get; init; }

    public required string Title { get; init; }

    /// <summary>The exact computation, in one sentence.</summary>
    public required string Formula { get; init; }

    public required MetricUnit Unit { get; init; }

    public required MetricKind Kind { get; init; }

    /// <summary>The dimensions it is published by, beside <c>all</c>.</summary>
    public ImmutableArray<string> By { get; init; } = [];

    /// <summary>The fact tables it may be computed from.</summary>
    public required ImmutableArray<FactTable> Inputs { get; init; }

    /// <summary>Whose formula it is.</summary>
    public required string Authority { get; init; }

    /// <summary>Raised when the meaning changes, so that old and new days are never compared by accident.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The published ids, each with the days of its window.</summary>
    public ImmutableArray<MetricWindow> Windows => Kind switch
    {
        MetricKind.Flow => [new(Name, 1), new(Name + "_t30", 30), new(Name + "_t90", 90), new(Name + "_ltm", 365)],
        MetricKind.RatioOfFlows or MetricKind.Cohort => [new(Name, 30), new(Name + "_t90", 90), new(Name + "_ltm", 365)],
        _ => [new(Name, 1)],
    };
}

/// <summary>A published id of a metric and the number of days it covers.</summary>
public readonly record struct MetricWindow(string Id, int Days);
