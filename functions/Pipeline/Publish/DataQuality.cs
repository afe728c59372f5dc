using System.Collections.Immutable;
using Pipeline.Model;
using Pipeline.Parquet;

namespace Pipeline.Publish;

/// <summary>The table <c>metrics/data_quality</c>: for every export what became of its rows, so that everybody can add up that nothing was lost.</summary>
/// <remarks>
/// One row for each export, kind and rule. For an accepted export <c>rows_in</c> = <c>accepted</c> + the sum of <c>quarantined</c> + the sum of <c>excluded</c>.
/// Kinds: rows_in, accepted, quarantined (by rule), excluded (by reason), warning (by kind), ignored and refused (the file; count 1, the sentence says why).
/// </remarks>
public static class DataQuality
{
    private static readonly TableSchema Schema = new(
    [
        new("file_id", ColumnType.Text, Nullable: false),
        new("file_name", ColumnType.Text, Nullable: false),
        new("source", ColumnType.Text, Nullable: false),
        new("kind", ColumnType.Text, Nullable: false),
        new("rule", ColumnType.Text, Nullable: false),
        new("count", ColumnType.Int64, Nullable: false),
        new("sentence", ColumnType.Text, Nullable: false),
        new("watermark", ColumnType.Timestamp),
    ]);

    /// <param name="exports">The last reading of every export.</param>
    public static PublishedTable Of(IEnumerable<ExportRecord> exports)
    {
        var rows = exports.OrderBy(export => export.FileId, StringComparer.Ordinal).SelectMany(Findings).ToImmutableArray();
        Column Text(Func<Finding, string> value) => TextColumn.Of([.. rows.Select(value)]);
        var batch = new ColumnBatch(
            Schema,
            [
                Text(row => row.Export.FileId), Text(row => row.Export.FileName), Text(row => row.Export.Source), Text(row => row.Kind), Text(row => row.Rule),
                Column.OfInt64s([.. rows.Select(row => row.Count)], rows.Length), Text(row => row.Sentence), Watermarks(rows),
            ],
            rows.Length);
        return new("data_quality", Schema, "", [new("all", batch)]);
    }

    private static IEnumerable<Finding> Findings(ExportRecord export) => export.Outcome switch
    {
        ExportOutcome.Ignored => [new(export, "ignored", export.Reason, 1, export.Sentence)],
        ExportOutcome.Refused => [new(export, "refused", export.Reason, 1, export.Sentence)],
        _ =>
        [
            new(export, "rows_in", "", export.RowsIn),
            new(export, "accepted", "", export.Accepted),
            .. Counts(export, "quarantined", export.Rules),
            .. Counts(export, "excluded", export.Excluded),
            .. Counts(export, "warning", export.Warnings),
        ],
    };

    private static IEnumerable<Finding> Counts(ExportRecord export, string kind, ImmutableSortedDictionary<string, long> counts) =>
        counts.Select(count => new Finding(export, kind, count.Key, count.Value));

    private static Column Watermarks(ImmutableArray<Finding> rows)
    {
        var validity = new ulong[(rows.Length + 63) / 64];
        var micros = new long[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i].Export.Watermark is not { } watermark) { continue; }
            micros[i] = Epoch.Micros(watermark);
            validity[i >> 6] |= 1UL << (i & 63);
        }

        return Column.OfTimestamps(micros, rows.Length, validity);
    }

    private sealed record Finding(ExportRecord Export, string Kind, string Rule, long Count, string Sentence = "");
}
