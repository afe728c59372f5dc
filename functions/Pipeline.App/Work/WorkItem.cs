using System.Text.Json.Serialization;

namespace Pipeline.App.Work;

/// <summary>What a worker can be asked to do.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WorkKind>))]
internal enum WorkKind
{
    /// <summary>Read one landed file into the facts.</summary>
    [JsonStringEnumMemberName("landed_export")]
    LandedExport,

    /// <summary>Compare landing and raw with the ledger, and the runs with the queues.</summary>
    [JsonStringEnumMemberName("reconcile")]
    Reconcile,

    /// <summary>Compute every day from the facts and publish what is new.</summary>
    [JsonStringEnumMemberName("daily_snapshot")]
    DailySnapshot,

    /// <summary>Compute some days again and publish what differs; the run record says which.</summary>
    [JsonStringEnumMemberName("recompute")]
    Recompute,
}

/// <summary>One piece of work.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="RunId">The run that asked for it; empty when it has none yet.</param>
/// <param name="Path">Of a landed export: where it lies in the lake, <c>landing/…</c> or <c>raw/…</c>; otherwise empty.</param>
internal sealed record WorkItem(WorkKind Kind, string RunId = "", string Path = "");
