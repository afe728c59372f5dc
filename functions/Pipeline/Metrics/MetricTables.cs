using System.Collections.Immutable;
using Pipeline.Metrics.Tables;
using Pipeline.Model;
using Pipeline.Parquet;

namespace Pipeline.Metrics;

/// <summary>A published table: its schema and its rows, sorted.</summary>
/// <param name="Name">Its name below <c>metrics/</c>.</param>
/// <param name="Schema">Its columns.</param>
/// <param name="Parts">Its rows, in parts that can be made side by side.</param>
public sealed record MetricTable(string Name, TableSchema Schema, IEnumerable<MetricPart> Parts);

/// <summary>Rows of a published table that are replaced together.</summary>
/// <param name="Month">The first day of the calendar month that the rows lie in, or <see langword="null"/> when they are the whole table.</param>
/// <param name="Make">Makes the rows in the given arrays. They can be made again, and several parts at once.</param>
public sealed record MetricPart(DateOnly? Month, Func<ColumnArrays, ColumnBatch> Make)
{
    /// <summary>A hash of all that the rows follow from: the same hash, the same rows but for run and input versions. <see langword="null"/> when there is none.</summary>
    public string? Inputs { get; init; }
}

/// <summary>Everything that one run computes.</summary>
public sealed class MetricTables
{
    internal MetricTables(DayAxis axis, ImmutableArray<PointSeries> series, MetricFacts? facts, MetricRun run)
    {
        Axis = axis;
        Movements = new MetricTable(MrrMovementTable.Name, MrrMovementTable.Schema, facts is null ? [] : new MrrMovementTable(facts, run));
        AcquisitionCosts = new MetricTable(AcquisitionCostTable.Name, AcquisitionCostTable.Schema, facts is null ? [] : Whole(() => AcquisitionCostTable.Batch(facts, run)));
        FunnelConversions = new MetricTable(FunnelConversionTable.Name, FunnelConversionTable.Schema, facts is null ? [] : Whole(() => FunnelConversionTable.Batch(facts, run)));
        Cohorts = new MetricTable(CohortRetentionTable.Name, CohortRetentionTable.Schema, facts is null ? [] : Whole(() => CohortRetentionTable.Batch(facts, run)));
        Snapshot = new MetricTable(SnapshotTable.Name, SnapshotTable.Schema, new SnapshotTable(axis, series, run));
        Catalog = new MetricTable(CatalogTable.Name, CatalogTable.Schema, [new MetricPart(null, _ => CatalogTable.Batch())]);
    }

    /// <summary>The days that were computed.</summary>
    public DayAxis Axis { get; }

    /// <summary><c>metric_snapshot</c>: sorted by (snapshot_date, metric, dimension, member), in a part for each calendar month.</summary>
    public MetricTable Snapshot { get; }

    /// <summary><c>mrr_movement</c>.</summary>
    public MetricTable Movements { get; }

    /// <summary><c>cohort_retention</c>.</summary>
    public MetricTable Cohorts { get; }

    /// <summary><c>acquisition_cost</c>.</summary>
    public MetricTable AcquisitionCosts { get; }

    /// <summary><c>funnel_conversion</c>.</summary>
    public MetricTable FunnelConversions { get; }

    /// <summary><c>_catalog</c>: the definitions.</summary>
    public MetricTable Catalog { get; }

    /// <summary>Every table.</summary>
    public ImmutableArray<MetricTable> All => [Snapshot, Movements, Cohorts, AcquisitionCosts, FunnelConversions, Catalog];

    /// <summary>All rows of a small table as one part, computed when somebody wants them; no part when there are none.</summary>
    private static IEnumerable<MetricPart> Whole(Func<ColumnBatch> compute)
    {
        var batch = compute();
        if (batch.RowCount > 0) { yield return new MetricPart(null, _ => batch); }
    }
}
