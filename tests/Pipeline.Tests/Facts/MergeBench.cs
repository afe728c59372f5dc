using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Facts;
using Pipeline.Model;
using Pipeline.Parquet;
using Pipeline.Storage.Delta;
using Pipeline.Testing;

namespace Pipeline.Tests.Facts;

/// <summary>Merges small exports of one table into a lake in memory, and reads the table back as text.</summary>
internal sealed class MergeBench(FactTable table)
{
    private readonly InMemoryObjectStore _store = new();
    private readonly DeltaEnvironment _environment = new(new FakeTimeProvider(), Guid.NewGuid);
    private readonly List<ExportRecord> _known = [];

    /// <summary>How much the merges hold in memory.</summary>
    public MergeBounds Bounds { get; init; } = new();

    /// <summary>An export of a table: a name, a watermark, rows.</summary>
    public sealed record Export(string Name, string Watermark, int Authority, bool IsFullSnapshot, params (string Column, object? Value)[][] Rows);

    public async Task<MergeReceipt> MergeAsync(params Export[] exports)
    {
        var station = new FactStation(_store, _environment) { Bounds = Bounds };
        var intake = station.Take(table);
        foreach (var export in exports)
        {
            var rows = PreparedRows.Of(new TableBatch(table, export.Authority, BatchOf(export)));
            var taken = await intake.BeginAsync(RecordOf(export, new TableShare(table.Name, 0, 0, [], [])).Transaction, TestContext.Current.CancellationToken);
            await taken.AddAsync(rows, TestContext.Current.CancellationToken);
            _known.Add(RecordOf(export, taken.Complete()));
        }

        return await intake.MergeAsync((_, _) => Task.FromResult<IEnumerable<ExportRecord>>(_known), TestContext.Current.CancellationToken);
    }

    /// <summary>Every row of the table with the named columns, sorted.</summary>
    public async Task<string> ReadAsync(params string[] columns)
    {
        var lake = await LakeFacts.OpenAsync(_store, _environment, workers: 1, TestContext.Current.CancellationToken);
        var lines = new List<string>();
        await lake.ReadAsync(table, [.. columns], batch => lines.AddRange(CellText.Rows(batch).Select(row => string.Join(' ', row))), TestContext.Current.CancellationToken);
        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }

    /// <summary>The Parquet files in the table's folder, whether a version names them or not.</summary>
    public async Task<List<string>> PartsAsync()
    {
        var parts = new List<string>();
        await foreach (var listed in _store.ListAsync(table.Path, TestContext.Current.CancellationToken))
        {
            if (listed.Path.EndsWith(".parquet", StringComparison.Ordinal)) { parts.Add(listed.Path); }
        }

        return parts;
    }

    /// <summary>Replaces a part by bytes that nobody can read.</summary>
    public async Task DamageAsync(string part)
    {
        await _store.DeleteAsync(part, TestContext.Current.CancellationToken);
        await _store.TryCreateAsync(part, (stream, token) => stream.WriteAsync("damaged"u8.ToArray(), token).AsTask(), TestContext.Current.CancellationToken);
    }

    public Task<DeltaSnapshot?> SnapshotAsync() => new FactStation(_store, _environment).ReadAsync(table, TestContext.Current.CancellationToken);

    private ColumnBatch BatchOf(Export export) => FactRows.Of(table, [.. export.Rows.Select((row, i) => ((string, object?)[])
    [
        .. Defaults(export, i).Where(cell => !row.Any(own => own.Column == cell.Item1)), .. row,
    ])]);

    private static (string, object?)[] Defaults(Export export, int row) =>
    [
        (Envelope.SourceSystem, "crm"), (Envelope.SourceAccount, "default"), (Envelope.SourceObject, "thing"), (Envelope.SourceFormat, "test"),
        (Envelope.FileId, Sha(export)[..16]), (Envelope.RowNumber, row + 1), (Envelope.SnapshotAt, export.Watermark), (Envelope.IsDeleted, false),
    ];

    private static ExportRecord RecordOf(Export export, TableShare share) => new()
    {
        FileId = Sha(export)[..16],
        Sha256 = Sha(export),
        FileName = export.Name,
        RawPath = "raw/test/" + export.Name,
        ByteCount = 1,
        ModifiedAt = DateTimeOffset.UnixEpoch,
        Source = "test",
        Outcome = ExportOutcome.Accepted,
        Watermark = DateTimeOffset.Parse(export.Watermark, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        IsFullSnapshot = export.IsFullSnapshot,
        Tables = [share],
    };

    private static string Sha(Export export) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(export.Name)));
}
