using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Pipeline.Metrics;
using Pipeline.Parquet;

namespace Pipeline.App.Report;

/// <summary>One row of <c>metric_snapshot</c>.</summary>
internal sealed record SnapshotPoint(string Dimension, string Member, decimal? Numerator, decimal? Denominator, double? Value, string Unit, string Currency, long N, string NullReason, bool IsComplete)
{
    public required string RunId { get; init; }

    public required string ConfigHash { get; init; }

    public required string InputVersions { get; init; }

    /// <summary>The value with its unit, or why there is none.</summary>
    public string Text => Value is { } value
        ? value.ToString("#,##0.####", CultureInfo.InvariantCulture) + (Currency.Length > 0 ? " " + Currency : Unit is "days" or "months" ? " " + Unit : "")
        : "none: " + NullReason.Replace('_', ' ');

    /// <summary>The points of one metric, the whole company first, then by dimension and member.</summary>
    public static ImmutableArray<SnapshotPoint> Of(IEnumerable<ColumnBatch> batches, string metric)
    {
        var name = Encoding.UTF8.GetBytes(metric);
        var points = new List<SnapshotPoint>();
        foreach (var batch in batches)
        {
            var metrics = batch["metric"].Texts!;
            for (var row = 0; row < batch.RowCount; row++)
            {
                if (metrics.Row(row).SequenceEqual(name)) { points.Add(Read(batch, row)); }
            }
        }

        return
        [
            .. points.OrderByDescending(point => point.Dimension is "all")
                .ThenBy(point => point.Dimension, StringComparer.Ordinal)
                .ThenBy(point => point.Member, StringComparer.Ordinal),
        ];
    }

    private static SnapshotPoint Read(ColumnBatch batch, int row) => new(
        Cell(batch, "dimension", row),
        Cell(batch, "member", row),
        Amount(batch, "numerator", row),
        Amount(batch, "denominator", row),
        batch["value"].HasValue(row) ? batch["value"].Doubles[row] : null,
        Cell(batch, "unit", row),
        Cell(batch, "currency", row),
        batch["n"].Int64s[row],
        Cell(batch, "null_reason", row),
        batch["is_complete"].Booleans[row] != 0)
    {
        RunId = Cell(batch, "run_id", row),
        ConfigHash = Cell(batch, "config_hash", row),
        InputVersions = Cell(batch, "input_versions", row),
    };

    private static string Cell(ColumnBatch batch, string column, int row) => batch[column] is { } texts && texts.HasValue(row) ? texts.Texts!.RowText(row) : "";

    // Published amounts are DECIMAL(18,4).
    private static decimal? Amount(ColumnBatch batch, string column, int row) => batch[column].HasValue(row) ? batch[column].Int64s[row] / 10_000m : null;
}

/// <summary>What a metric promises.</summary>
internal sealed record MetricReport(
    string Name, int Version, string Title, string Unit, string Formula, string Authority, IReadOnlyList<string> Ids, IReadOnlyList<string> By, IReadOnlyList<string> Inputs)
{
    public static MetricReport Of(MetricDefinition definition) => new(
        definition.Name,
        definition.Version,
        definition.Title,
        definition.Unit.ToString().ToLowerInvariant(),
        definition.Formula,
        definition.Authority,
        [.. definition.Windows.Select(window => window.Id)],
        ["all", .. definition.By],
        [.. definition.Inputs.Select(table => table.Name)]);
}
