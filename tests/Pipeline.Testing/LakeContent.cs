using System.Text;
using Pipeline.Facts;
using Pipeline.Model;
using Pipeline.Parquet;
using Pipeline.Storage;
using Pipeline.Storage.Delta;

namespace Pipeline.Testing;

/// <summary>What a lake says, as text: every row of the facts and of quarantine in every column, and what became of every export, and the published numbers.</summary>
public static class LakeContent
{
    // Runs are told apart by their ids alone.
    private static readonly string[] MetricColumns = ["snapshot_date", "metric", "metric_version", "dimension", "member", "numerator", "denominator", "value", "unit", "currency", "n", "null_reason", "is_complete"];
    private static readonly string[] LedgerColumns = ["file_id", "source", "outcome", "reason", "rows_in", "accepted", "quarantined", "excluded"];

    public static async Task<string> OfAsync(IObjectStore store, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        foreach (var table in FactTableCatalog.All) { await AddAsync(text, store, table.Path, [], cancellationToken); }
        await AddAsync(text, store, QuarantineIntake.Path, [], cancellationToken);
        await AddAsync(text, store, "metrics/metric_snapshot", MetricColumns, cancellationToken);
        await AddAsync(text, store, "ops/export", LedgerColumns, cancellationToken);
        return text.ToString();
    }

    private static async Task AddAsync(StringBuilder text, IObjectStore store, string path, string[] columns, CancellationToken cancellationToken)
    {
        var table = new DeltaTable(store, path, new DeltaEnvironment(TimeProvider.System, Guid.NewGuid));
        if (await table.ReadAsync(cancellationToken) is not { } snapshot) { return; }
        var rows = new List<string>();
        await foreach (var batch in table.ReadColumnsAsync(snapshot, [.. columns], cancellationToken)) { rows.AddRange(CellText.Rows(batch).Select(row => string.Join('|', row))); }
        rows.Sort(StringComparer.Ordinal);
        text.Append(path).Append('\n');
        // The ledger may hold a reading twice, when two workers read the same export at once; nothing else may.
        foreach (var row in columns == LedgerColumns ? rows.Distinct(StringComparer.Ordinal) : rows) { text.Append(row).Append('\n'); }
    }
}
