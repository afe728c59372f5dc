using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Pipeline.App.Work;

namespace Pipeline.App.Runs;

/// <summary>How far a run is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunState>))]
internal enum RunState
{
    /// <summary>Accepted; a message for it is, or was, in a queue.</summary>
    [JsonStringEnumMemberName("queued")]
    Queued,

    /// <summary>A worker has begun it. A worker that died leaves it so until the message comes again.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>Done; what it published is named.</summary>
    [JsonStringEnumMemberName("done")]
    Done,

    /// <summary>The data, the settings or the request cannot be used; trying again changes nothing.</summary>
    [JsonStringEnumMemberName("refused")]
    Refused,

    /// <summary>Tried as often as allowed without success.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}

/// <summary>What a run was asked to do. What does not apply is left out.</summary>
internal sealed record RunRequest
{
    /// <summary>Of a recompute: the first day.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Of a recompute: the last day, included.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Of a recompute: ids of metrics; all when it is left out.</summary>
    public ImmutableArray<string>? Metrics { get; init; }

    /// <summary>Of a recompute: whether only to say what would change.</summary>
    public bool? DryRun { get; init; }

    /// <summary>Of a landed export: where it lies in the lake.</summary>
    public string? Path { get; init; }

    /// <summary>Of a daily snapshot or a reconciliation: the business day that it was started on.</summary>
    public DateOnly? Day { get; init; }
}

/// <summary>How far a step is.</summary>
/// <param name="Step">What is being done.</param>
/// <param name="Done">How much is done.</param>
/// <param name="Total">How much there is; 0 when unknown.</param>
internal sealed record RunProgress(string Step, long Done, long Total);

/// <summary>One run: what was asked, how far it is, what it did. Immutable; a change is a new record at the next version.</summary>
internal sealed record RunRecord
{
    /// <summary>32 hexadecimal digits, lower case, that begin with the time of creation.</summary>
    public required string RunId { get; init; }

    public required WorkKind Kind { get; init; }

    public required RunRequest Request { get; init; }

    /// <summary>SHA-256 over kind and request, so that the same key with another request is noticed.</summary>
    public required string RequestHash { get; init; }

    /// <summary>SHA-256 of the idempotency key; empty when there was none. The key itself is the caller's.</summary>
    public string IdempotencyKeyHash { get; init; } = "";

    public required RunState State { get; init; }

    /// <summary>How often a worker began it.</summary>
    public int Attempts { get; init; }

    public RunProgress? Progress { get; init; }

    /// <summary>What was counted: rows, files, tables, by name.</summary>
    public ImmutableSortedDictionary<string, long> Counts { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>Sentences, at most 20, the newest last.</summary>
    public ImmutableArray<string> Errors { get; init; } = [];

    /// <summary>The version of each table after the run, by path: <c>metrics/metric_snapshot</c>.</summary>
    public ImmutableSortedDictionary<string, long> Published { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>When the record was last written; a run that is under way writes it at every step.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    [JsonIgnore]
    public bool IsFinished => State is RunState.Done or RunState.Refused or RunState.Failed;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RunRecord))]
[JsonSerializable(typeof(RunRequest))]
internal sealed partial class RunJson : JsonSerializerContext;
