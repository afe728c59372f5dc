using System.Collections.Immutable;
using System.Text.Json;
using Pipeline.Model;
using Pipeline.Parquet;

namespace Pipeline.Land;

/// <summary>Ledger records as rows: what people ask for as columns, the whole record as JSON in <c>detail</c>.</summary>
internal static class LedgerRows
{
    public static TableSchema Schema { get; } = new(
    [
        new("sha256", ColumnType.Text, Nullable: false),
        new("file_id", ColumnType.Text, Nullable: false),
        new("file_name", ColumnType.Text, Nullable: false),
        new("raw_path", ColumnType.Text, Nullable: false),
        new("source", ColumnType.Text, Nullable: false),
        new("outcome", ColumnType.Text, Nullable: false),
        new("reason", ColumnType.Text, Nullable: false),
        new("sentence", ColumnType.Text, Nullable: false),
        new("byte_count", ColumnType.Int64, Nullable: false),
        new("rows_in", ColumnType.Int64, Nullable: false),
        new("accepted", ColumnType.Int64, Nullable: false),
        new("quarantined", ColumnType.Int64, Nullable: false),
        new("excluded", ColumnType.Int64, Nullable: false),
        new("recorded_at", ColumnType.Timestamp, Nullable: false),
        new("run_id", ColumnType.Text, Nullable: false),
        new("detail", ColumnType.Text, Nullable: false),
    ]);

    public static ColumnBatch Of(ImmutableArray<ExportRecord> records, string runId, DateTimeOffset now)
    {
        var recordedAt = Epoch.Micros(now);
        Column Text(Func<ExportRecord, string> value) => TextColumn.Of([.. records.Select(value)]);
        Column Number(Func<ExportRecord, long> value) => Column.OfInt64s([.. records.Select(value)], records.Length);
        return new(
            Schema,
            [
                Text(record => record.Sha256), Text(record => record.FileId), Text(record => record.FileName), Text(record => record.RawPath),
                Text(record => record.Source), Text(record => NameOf(record.Outcome)), Text(record => record.Reason), Text(record => record.Sentence),
                Number(record => record.ByteCount), Number(record => record.RowsIn), Number(record => record.Accepted), Number(record => record.Quarantined),
                Number(record => record.Excluded.Values.Sum()), Column.OfTimestamps([.. records.Select(_ => recordedAt)], records.Length), Text(_ => runId),
                Text(record => JsonSerializer.Serialize(record, LedgerJson.Default.ExportRecord)),
            ],
            records.Length);
    }

    private static string NameOf(ExportOutcome outcome) => outcome switch
    {
        ExportOutcome.Accepted => "accepted",
        ExportOutcome.Ignored => "ignored",
        ExportOutcome.Refused => "refused",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "not an outcome"),
    };
}
