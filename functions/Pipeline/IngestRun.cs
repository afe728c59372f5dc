using System.Collections.Immutable;
using Pipeline.Facts;
using Pipeline.Land;
using Pipeline.Model;
using Pipeline.Parse;

namespace Pipeline;

/// <summary>The new exports of one run on their way into tables: read, written to parts, not yet visible.</summary>
/// <param name="facts">Where the tables are.</param>
/// <param name="parser">Reads exports.</param>
/// <param name="readingHash">What they are read with.</param>
/// <param name="prefix">Set apart the transactions of a rebuild, which does again what was done before.</param>
internal sealed class IngestRun(FactStation facts, ExportParser parser, string readingHash, string prefix = "")
{
    private readonly SortedDictionary<string, TableIntake> _tables = new(StringComparer.Ordinal);
    private readonly ImmutableArray<ExportRecord>.Builder _records = ImmutableArray.CreateBuilder<ExportRecord>();
    private readonly HashSet<string> _hashes = new(StringComparer.Ordinal);
    private readonly MergeMemory _memory = new(facts.Bounds);

    /// <summary>What became of each export, so far.</summary>
    public ImmutableArray<ExportRecord> Records => _records.ToImmutable();

    /// <summary>The tables that new rows go to, by name.</summary>
    public IEnumerable<TableIntake> Tables => _tables.Values;

    public QuarantineIntake Quarantine { get; } = facts.TakeQuarantine();

    public bool Has(string sha256) => _hashes.Contains(sha256);

    /// <summary>What an item is, by its first bytes; a refusal when landing it failed.</summary>
    public async Task<Recognition> RecogniseAsync(LandedItem item, CancellationToken cancellationToken) => item.RefusalCode is { } code
        ? new Recognition { Refused = [new(code, item.RefusalSentence)] }
        : await parser.RecogniseAsync(item.OpenAsync, cancellationToken).ConfigureAwait(false);

    /// <summary>Reads the tables of an item into parts, and notes what became of each.</summary>
    public async Task TakeAsync(LandedItem item, string rawPath, Recognition recognition, CancellationToken cancellationToken)
    {
        var export = item.Export with { RawPath = rawPath };
        _hashes.Add(export.Sha256);
        var outcomes = new ExportOutcomes(export, readingHash);
        foreach (var refused in recognition.Refused) { _records.Add(outcomes.Refused(recognition.SourceName, refused)); }
        foreach (var ignored in recognition.Ignored) { _records.Add(outcomes.Ignored(ignored)); }
        foreach (var table in recognition.Tables)
        {
            var preparation = await parser.PrepareAsync(table, export, item.OpenAsync, cancellationToken).ConfigureAwait(false);
            _records.Add(preparation.Export is { } prepared
                ? await ReadAsync(prepared, outcomes, cancellationToken).ConfigureAwait(false)
                : outcomes.Refused(table.Source.Name, preparation.Refused!));
        }
    }

    private async Task<ExportRecord> ReadAsync(RecognisedExport export, ExportOutcomes outcomes, CancellationToken cancellationToken)
    {
        var transaction = prefix + outcomes.Begin(export).Transaction;
        var intakes = new Dictionary<string, ExportIntake>(StringComparer.Ordinal);
        var quarantine = await Quarantine.BeginAsync(transaction, cancellationToken).ConfigureAwait(false);
        var reading = parser.Read(export, PreparedBlock.Of);
        await foreach (var block in reading.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            foreach (var rows in block.Tables)
            {
                if (!intakes.TryGetValue(rows.Table.Name, out var intake))
                {
                    intakes.Add(rows.Table.Name, intake = await TableOf(rows.Table).BeginAsync(transaction, cancellationToken).ConfigureAwait(false));
                }

                await intake.AddAsync(rows, cancellationToken).ConfigureAwait(false);
            }

            await quarantine.AddAsync(block.Rejections, cancellationToken).ConfigureAwait(false);
        }

        if (reading.Report.Refused is { } refused) { return outcomes.Refused(export.Source.Name, refused); }
        var rules = await quarantine.CompleteAsync(cancellationToken).ConfigureAwait(false);
        return outcomes.Accepted(export, reading.Report, [.. intakes.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value.Complete())], rules);
    }

    /// <summary>The intake of a table, also of one that gets no rows.</summary>
    public TableIntake TableOf(FactTable table)
    {
        if (!_tables.TryGetValue(table.Name, out var intake)) { _tables.Add(table.Name, intake = facts.Take(table, _memory)); }
        return intake;
    }
}

/// <summary>A parsed block whose rows are encoded.</summary>
/// <param name="Tables">Its rows, by table.</param>
/// <param name="Rejections">The rows that could not be used.</param>
internal sealed record PreparedBlock(ImmutableArray<PreparedRows> Tables, ImmutableArray<Rejection> Rejections)
{
    /// <summary>Called on the worker that parsed the block, whose columns do not outlive the call.</summary>
    public static PreparedBlock Of(ParsedBlock block) => new([.. block.Tables.Select(PreparedRows.Of)], block.Rejections);
}
