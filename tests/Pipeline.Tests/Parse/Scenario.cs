using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Pipeline.Model;
using Pipeline.Parquet;
using Pipeline.Parse;

namespace Pipeline.Tests.Parse;

/// <summary>What became of a file that a test invented.</summary>
/// <param name="Rows">Values by column name, nulls left out, in file order.</param>
internal sealed record Outcome(
    ExportRefused? Refused, ExportIgnored? Ignored, ImmutableArray<ImmutableSortedDictionary<string, string>> Rows, ImmutableArray<Rejection> Rejections, ExportReport? Report, RecognisedExport? Export)
{
    public RowCounts Counts => Report!.Counts;

    public ImmutableSortedDictionary<string, string> Only => Assert.Single(Rows);
}

/// <summary>Runs the parse station over bytes that a test invented.</summary>
internal sealed record Scenario(params ImmutableArray<SourceDefinition> Sources)
{
    public ParseSettings Settings { get; init; } = new() { HashKey = Encoding.UTF8.GetBytes("test key") };

    public ParseOptions Options { get; init; } = new();

    public string Name { get; init; } = "export.csv";

    public bool? IsUtf8 { get; init; }

    public Task<Outcome> ReadAsync(string text) => ReadAsync(Encoding.UTF8.GetBytes(text));

    public Task<Outcome> ReadAsync(byte[] bytes) => ReadAsync(() => new MemoryStream(bytes));

    public async Task<Outcome> ReadAsync(Func<Stream> open)
    {
        Task<Stream> OpenAsync(CancellationToken cancellationToken) => Task.FromResult(open());
        var parser = new ExportParser(new SourceCatalog(Sources, []), Settings, Options);
        var recognition = await parser.RecogniseAsync(OpenAsync, TestContext.Current.CancellationToken);
        if (recognition.Tables.IsEmpty) { return new(recognition.Refused.FirstOrDefault(), recognition.Ignored.FirstOrDefault(), [], [], null, null); }
        var export = new LandedExport { Sha256 = new string('a', 64), Name = Name, Length = 1, ModifiedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), RawPath = "raw/x", IsUtf8 = IsUtf8 };
        var (ready, refused) = await parser.PrepareAsync(recognition.Tables[0], export, OpenAsync, TestContext.Current.CancellationToken);
        return ready is null ? new(refused, null, [], [], null, null) : await ReadAsync(parser, ready);
    }

    private static async Task<Outcome> ReadAsync(ExportParser parser, RecognisedExport ready)
    {
        var rows = ImmutableArray.CreateBuilder<ImmutableSortedDictionary<string, string>>();
        var rejections = ImmutableArray.CreateBuilder<Rejection>();
        var reading = parser.Read(ready, block => (Rows: block.Tables.SelectMany(Texts).ToArray(), block.Rejections));
        await foreach (var block in reading.WithCancellation(TestContext.Current.CancellationToken))
        {
            rows.AddRange(block.Rows);
            rejections.AddRange(block.Rejections);
        }

        return new(reading.Report.Refused, null, rows.ToImmutable(), rejections.ToImmutable(), reading.Report, ready);
    }

    private static IEnumerable<ImmutableSortedDictionary<string, string>> Texts(TableBatch batch)
    {
        for (var row = 0; row < batch.Rows.RowCount; row++)
        {
            var values = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
            for (var i = 0; i < batch.Rows.Columns.Length; i++)
            {
                var column = batch.Rows.Columns[i];
                if (column.HasValue(row)) { values.Add(batch.Rows.Schema.Columns[i].Name, Text(column, batch.Rows.Schema.Columns[i].Scale, row)); }
            }

            yield return values.ToImmutable();
        }
    }

    private static string Text(Column column, int scale, int row) => column.Type switch
    {
        ColumnType.Text => column.Texts!.RowText(row),
        ColumnType.Boolean => column.Booleans[row] == 1 ? "true" : "false",
        ColumnType.Date => DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays(column.Int32s[row]).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ColumnType.Timestamp => DateTime.UnixEpoch.AddTicks(column.Int64s[row] * 10).ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFZ", CultureInfo.InvariantCulture),
        ColumnType.Decimal => (column.Int64s[row] / (decimal)Math.Pow(10, scale)).ToString("0.#########", CultureInfo.InvariantCulture),
        ColumnType.Int64 => column.Int64s[row].ToString(CultureInfo.InvariantCulture),
        _ => column.Int32s[row].ToString(CultureInfo.InvariantCulture),
    };
}
