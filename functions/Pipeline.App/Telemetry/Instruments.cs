using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Pipeline.App.Telemetry;

/// <summary>What is measured and traced. Nothing is recorded unless somebody listens.</summary>
internal static class Instruments
{
    /// <summary>The name of the source of spans, and of the meter.</summary>
    public const string Name = "Pipeline";

    private static readonly ActivitySource Spans = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Histogram<double> WorkDuration = Meter.CreateHistogram<double>("pipeline.work.duration", "s", "How long pieces of work took, by kind and outcome.");
    private static readonly Counter<long> Rows = Meter.CreateCounter<long>("pipeline.rows", "{row}", "Rows of exports, by source and what became of them.");
    private static readonly Histogram<double> RequestDuration = Meter.CreateHistogram<double>("pipeline.request.duration", "s", "How long requests to the API took, by endpoint and status.");

    /// <summary>A piece of work; <see langword="null"/> when nobody listens.</summary>
    public static Activity? BeginWork(string kind, string runId, int attempt) => Spans.StartActivity(ActivityKind.Consumer, name: kind, tags: [new("run_id", runId), new("attempt", attempt)]);

    /// <summary>A request; it belongs to the trace that its caller names, if it names one.</summary>
    public static Activity? BeginRequest(string endpoint, string? traceParent, string? traceState) =>
        Spans.StartActivity(ActivityKind.Server, ActivityContext.TryParse(traceParent, traceState, isRemote: true, out var parent) ? parent : default, name: endpoint);

    public static void EndWork(Activity? span, string kind, string outcome, TimeSpan time)
    {
        WorkDuration.Record(time.TotalSeconds, new("kind", kind), new KeyValuePair<string, object?>("outcome", outcome));
        span?.SetTag("outcome", outcome);
        if (outcome is "stumbled") { span?.SetStatus(ActivityStatusCode.Error); }
    }

    public static void EndRequest(Activity? span, string endpoint, int status, TimeSpan time)
    {
        RequestDuration.Record(time.TotalSeconds, new("endpoint", endpoint), new KeyValuePair<string, object?>("status", status));
        span?.SetTag("http.response.status_code", status);
        if (status >= 500) { span?.SetStatus(ActivityStatusCode.Error); }
    }

    public static void CountRows(string source, string outcome, long rows)
    {
        if (rows > 0) { Rows.Add(rows, new("source", source), new KeyValuePair<string, object?>("outcome", outcome)); }
    }
}
