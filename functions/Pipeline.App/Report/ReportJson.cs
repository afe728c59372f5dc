using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.App.Report;

/// <summary>What <c>--json</c> prints when a command fails.</summary>
internal sealed record FailureReport(string Error, int ExitCode);

internal sealed record InitReport(string Lake, string Settings, bool Created, string ConfigHash);

internal sealed record SourcesReport(IReadOnlyList<SourceReport> Sources);

internal sealed record SourceReport(
    string Name, string System, string Object, string Format, int Version, string RecognisedBy, IReadOnlyList<string> Tables, string IgnoredBecause);

internal sealed record MetricsReport(IReadOnlyList<MetricReport> Metrics);

internal sealed record ExplainReport(string Metric, string Day, MetricReport Definition, IReadOnlyList<SnapshotPoint> Points);

internal sealed record ExportReport(string Lake, IReadOnlyList<string> Files, IReadOnlyList<string> Written);

internal sealed record DoctorReport(string Lake, bool IsHealthy, IReadOnlyList<Finding> Findings);

/// <summary>The result of one check.</summary>
/// <param name="Check">What was checked.</param>
/// <param name="Looked">What there was.</param>
/// <param name="Problems">A sentence for each problem; none when all is well.</param>
internal sealed record Finding(string Check, string Looked, IReadOnlyList<string> Problems);

internal sealed record StatusReport(
    string Lake, string Day, string ConfigHash, RowsReport Rows, IReadOnlyList<ExportStatus> Exports, int Unfinished, IReadOnlyList<TableStatus> Tables);

internal sealed record ExportStatus(
    string File, string Source, string Outcome, string Sentence, string Watermark, long RowsIn, long Accepted, long Quarantined, long Excluded, string Sha256);

internal sealed record TableStatus(string Table, long Version, long Rows);

internal sealed record RecomputeReport(string Lake, string From, string To, bool DryRun, IReadOnlyList<RecomputedTable> Tables);

/// <summary>A published table and its parts (months) that differ.</summary>
internal sealed record RecomputedTable(string Table, IReadOnlyList<string> Parts, long Version);

/// <summary>How reports are written without reflection. Their shapes are a contract: add, never rename.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(FailureReport))]
[JsonSerializable(typeof(InitReport))]
[JsonSerializable(typeof(SourcesReport))]
[JsonSerializable(typeof(MetricsReport))]
[JsonSerializable(typeof(ExplainReport))]
[JsonSerializable(typeof(ExportReport))]
[JsonSerializable(typeof(DoctorReport))]
[JsonSerializable(typeof(StatusReport))]
[JsonSerializable(typeof(RecomputeReport))]
[JsonSerializable(typeof(RunReport))]
internal sealed partial class ReportJson : JsonSerializerContext
{
    /// <summary>Leaves letters of all languages as they are: the text goes to a terminal or a program, never into a page.</summary>
    public static ReportJson Readable => Encoders.Relaxed;

    // A class of its own: static members of the generated part are not ready while those of this part are made.
    private static class Encoders
    {
        public static ReportJson Relaxed { get; } = new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
