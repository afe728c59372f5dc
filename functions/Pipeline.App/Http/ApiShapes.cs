using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Pipeline.App.Runs;
using Pipeline.App.Work;

namespace Pipeline.App.Http;

/// <summary>What <c>POST /api/recompute</c> takes.</summary>
internal sealed record RecomputeBody
{
    /// <summary>The first day.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day, included.</summary>
    public required DateOnly To { get; init; }

    /// <summary>Ids of metrics; all when it is left out or empty.</summary>
    public ImmutableArray<string>? Metrics { get; init; }

    /// <summary>Whether only to say what would change.</summary>
    public bool DryRun { get; init; }
}

/// <summary>A run, as callers see it.</summary>
internal sealed record RunView(
    string RunId,
    WorkKind Kind,
    RunState State,
    RunRequest Request,
    int Attempts,
    RunProgress? Progress,
    ImmutableSortedDictionary<string, long> Counts,
    ImmutableArray<string> Errors,
    ImmutableSortedDictionary<string, long> Published,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    DateTimeOffset UpdatedAt)
{
    public static RunView Of(RunRecord run) => new(
        run.RunId, run.Kind, run.State, run.Request, run.Attempts, run.Progress, run.Counts, run.Errors, run.Published, run.CreatedAt, run.StartedAt, run.FinishedAt, run.UpdatedAt);
}

/// <summary>A part of the list of runs.</summary>
/// <param name="Runs">Newest first.</param>
/// <param name="Continuation">To ask for the next part with; left out after the last.</param>
internal sealed record RunsView(ImmutableArray<RunView> Runs, string? Continuation);

internal sealed record MetricsView(ImmutableArray<Report.MetricReport> Metrics);

/// <summary>The points of a metric, by day, dimension and member.</summary>
internal sealed record MetricView(string Metric, DateOnly From, DateOnly To, ImmutableArray<MetricPoint> Points);

/// <summary>A number of a day. Exactly one of value and null_reason is there.</summary>
internal sealed record MetricPoint(
    DateOnly Date,
    string Dimension,
    string Member,
    decimal? Numerator,
    decimal? Denominator,
    double? Value,
    string Unit,
    string? Currency,
    long N,
    string? NullReason,
    bool IsComplete,
    string RunId);

internal sealed record QuarantineView(ImmutableArray<QuarantinedRows> Rejections);

/// <summary>Rows of one export that one rule put into quarantine. The values stay there: they may be personal.</summary>
internal sealed record QuarantinedRows(string ExportId, string Rule, string Column, long Rows, int FirstRow);

/// <summary>How the service is.</summary>
/// <param name="Status"><c>ok</c>.</param>
/// <param name="LastDay">The last day that was published; left out before the first run.</param>
internal sealed record HealthView(string Status, DateOnly? LastDay);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    MaxDepth = 16)]
[JsonSerializable(typeof(RecomputeBody))]
[JsonSerializable(typeof(RunView))]
[JsonSerializable(typeof(RunsView))]
[JsonSerializable(typeof(MetricsView))]
[JsonSerializable(typeof(MetricView))]
[JsonSerializable(typeof(QuarantineView))]
[JsonSerializable(typeof(HealthView))]
[JsonSerializable(typeof(ApiProblem))]
internal sealed partial class ApiJson : JsonSerializerContext;
