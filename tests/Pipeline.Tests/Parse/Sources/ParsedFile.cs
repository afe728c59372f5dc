using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Pipeline.Model;
using Pipeline.Parquet;
using Pipeline.Parse;
using Pipeline.Parse.Sources;

namespace Pipeline.Tests.Parse.Sources;

/// <summary>What the parse station makes of one file: its outcome, its rows as texts, its counts.</summary>
internal sealed class ParsedFile
{
    private static readonly ImmutableArray<string> Hidden =
        [Envelope.SourceSystem, Envelope.SourceObject, Envelope.SourceFormat, Envelope.FileId, Envelope.RowNumber, Envelope.SnapshotAt];

    public static ParseSettings Settings { get; } = new() { HashKey = "a key for tests"u8.ToArray() };

    public static SourceCatalog Catalog { get; } = new(SourceList.All, []);

    /// <summary>read, ignored or refused.</summary>
    public required string Outcome { get; init; }

    public required string Source { get; init; }

    /// <summary>Why it was ignored or refused; empty when it was read.</summary>
    public string Reason { get; init; } = "";

    public RowCounts Counts { get; init; } = RowCounts.Zero;

    public ImmutableSortedDictionary<string, long> Warnings { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    public DateTimeOffset SnapshotAt { get; init; }

    public ImmutableArray<ParsedRow> Rows { get; init; } = [];

    public ImmutableArray<Rejection> Rejections { get; init; } = [];

    public static async Task<ParsedFile> ReadAsync(byte[] bytes, string name, ParseSettings settings, CancellationToken cancellationToken)
    {
        Task<Stream> OpenAsync(CancellationToken _) => Task.FromResult<Stream>(new MemoryStream(bytes, writable: false));
        var parser = new ExportParser(Catalog, settings, new ParseOptions());
        var found = await parser.RecogniseAsync(OpenAsync, cancellationToken);
        if (!found.Ignored.IsEmpty) { return new() { Outcome = "ignored", Source = found.SourceName, Reason = found.Ignored[0].Reason }; }
        if (!found.Refused.IsEmpty) { return Refused(found.SourceName, found.Refused[0].Code, found.Refused[0].Sentence); }
        var prepared = await parser.PrepareAsync(found.Tables[0], Landed(bytes, name), OpenAsync, cancellationToken);
        return prepared.Export is { } export ? await ReadAsync(parser, export, cancellationToken) : Refused(found.SourceName, prepared.Refused!.Code, prepared.Refused.Sentence);
    }

    /// <summary>The whole result as lines, for golden files.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Source}: {Outcome}{(Reason.Length > 0 ? ": " + Reason : "")}\n");
        if (Outcome == "read")
        {
            text.Append(CultureInfo.InvariantCulture, $"as of {SnapshotAt:yyyy-MM-ddTHH:mm:ss}Z\n");
            text.Append(CultureInfo.InvariantCulture, $"{Counts.RowsIn} rows: {Counts.Accepted} accepted, {Counts.Quarantined} quarantined");
            foreach (var (reason, count) in Counts.Excluded) { text.Append(CultureInfo.InvariantCulture, $", {count} {reason}"); }
            text.Append('\n');
        }

        foreach (var (kind, count) in Warnings) { text.Append(CultureInfo.InvariantCulture, $"warning {kind} {count}\n"); }
        foreach (var row in Rows.OrderBy(row => row.Number)) { text.Append(row.ToText()).Append('\n'); }
        foreach (var rejection in Rejections)
        {
            text.Append(CultureInfo.InvariantCulture, $"row {rejection.RowNumber} quarantined, {rejection.Rule}: {rejection.Column} '{rejection.Value}': {rejection.Message}\n");
        }

        return text.ToString();
    }

    private static ParsedFile Refused(string source, string code, string sentence) =>
        new() { Outcome = "refused", Source = source, Reason = $"{code}: {sentence}" };

    private static LandedExport Landed(byte[] bytes, string name) => new()
    {
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)),
        Name = name,
        Length = bytes.Length,
        ModifiedAt = new(2025, 7, 1, 0, 0, 0, TimeSpan.Zero),
        RawPath = "raw/" + name,
    };

    private static async Task<ParsedFile> ReadAsync(ExportParser parser, RecognisedExport export, CancellationToken cancellationToken)
    {
        var rows = ImmutableArray.CreateBuilder<ParsedRow>();
        var rejections = ImmutableArray.CreateBuilder<Rejection>();
        var reading = parser.Read(export, block => (block.Tables.SelectMany(RowsOf).ToArray(), block.Rejections));
        await foreach (var (read, rejected) in reading.WithCancellation(cancellationToken))
        {
            rows.AddRange(read);
            rejections.AddRange(rejected);
        }

        var refused = reading.Report.Refused;
        return new()
        {
            Outcome = refused is null ? "read" : "refused",
            Source = export.Source.Name,
            Reason = refused is null ? "" : $"{refused.Code}: {refused.Sentence}",
            Counts = reading.Report.Counts,
            Warnings = reading.Report.Warnings,
            SnapshotAt = export.SnapshotAt,
            Rows = rows.ToImmutable(),
            Rejections = rejections.ToImmutable(),
        };
    }

    private static IEnumerable<ParsedRow> RowsOf(TableBatch batch)
    {
        var schema = batch.Rows.Schema;
        for (var row = 0; row < batch.Rows.RowCount; row++)
        {
            var values = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
            for (var column = 0; column < schema.Columns.Length; column++)
            {
                if (!Hidden.Contains(schema.Columns[column].Name) && batch.Rows.Columns[column].HasValue(row))
                {
                    values.Add(new(schema.Columns[column].Name, CellText.Of(schema.Columns[column], batch.Rows.Columns[column], row)));
                }
            }

            yield return new(batch.Table.Name, batch.Authority, batch.Rows[Envelope.RowNumber].Int32s[row], values.ToImmutable());
        }
    }
}

/// <summary>A row of a table.</summary>
/// <param name="Table">The table's name.</param>
/// <param name="Authority">See <see cref="TableBatch.Authority"/>.</param>
/// <param name="Number">The data row of the file.</param>
/// <param name="Values">Its values that are not null, without the parts of the envelope that are the same in the whole file.</param>
internal sealed record ParsedRow(string Table, int Authority, int Number, ImmutableArray<KeyValuePair<string, string>> Values)
{
    /// <summary>The value of a column, or an empty text for null.</summary>
    public string this[string column] => Values.FirstOrDefault(value => value.Key == column).Value ?? "";

    /// <summary>The row as one line; what is false or the default account is left out.</summary>
    public string ToText() =>
        $"row {Number} {Table}{(Authority == 0 ? "" : $" (authority {Authority.ToString(CultureInfo.InvariantCulture)})")}: "
        + string.Join(", ", Values.Where(value => !IsDefault(value)).Select(value => $"{value.Key}={value.Value}"));

    private static bool IsDefault(KeyValuePair<string, string> value) =>
        value is { Key: Envelope.SourceAccount, Value: "default" } or { Key: Envelope.IsDeleted or "currency_assumed", Value: "false" };
}

/// <summary>Cells as people write them.</summary>
internal static class CellText
{
    public static string Of(ColumnSchema schema, Column column, int row) => schema.Type switch
    {
        ColumnType.Text => column.Texts!.RowText(row),
        ColumnType.Boolean => column.Booleans[row] != 0 ? "true" : "false",
        ColumnType.Int32 => column.Int32s[row].ToString(CultureInfo.InvariantCulture),
        ColumnType.Int64 => column.Int64s[row].ToString(CultureInfo.InvariantCulture),
        ColumnType.Date => DateOnly.FromDayNumber(column.Int32s[row] + 719_162).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ColumnType.Timestamp => DateTime.UnixEpoch.AddTicks(column.Int64s[row] * 10).ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFZ", CultureInfo.InvariantCulture),
        ColumnType.Decimal => (column.Int64s[row] / Power(schema.Scale)).ToString("0.#########", CultureInfo.InvariantCulture),
        ColumnType.Double => column.Doubles[row].ToString("R", CultureInfo.InvariantCulture),
        _ => throw new ArgumentOutOfRangeException(nameof(schema)),
    };

    private static decimal Power(int scale) => (decimal)Math.Pow(10, scale);
}
