using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Pipeline.Model;
using Pipeline.Parquet;
using Pipeline.Storage;
using Pipeline.Storage.Delta;

namespace Pipeline.Land;

/// <summary>What became of every export, by content: the Delta table <c>ops/export</c>, one row for each reading of an export, the last one counts.</summary>
/// <remarks>
/// A record is <em>announced</em> before the first table of facts shows its rows, and <em>settled</em> after the last. A run that died between finds the
/// announcement, so that every row of the fact tables can always be traced to a record.
/// </remarks>
public sealed class ExportLedger(IObjectStore store, DeltaEnvironment environment)
{
    private const string Announced = "ops/announced/";
    private const int PartsBeforeCompaction = 32;
    private readonly DeltaTable _table = new(store, "ops/export", environment);

    /// <summary>Everything that is settled, and what was announced by runs that did not end.</summary>
    public async Task<LedgerState> ReadAsync(CancellationToken cancellationToken)
    {
        // Announcements first: one that is settled meanwhile is then among the settled. The other way round it would be in neither.
        var announced = ImmutableArray.CreateBuilder<ExportRecord>();
        await foreach (var listed in store.ListAsync(Announced, cancellationToken).ConfigureAwait(false))
        {
            if (await store.TryReadAsync(listed.Path, cancellationToken).ConfigureAwait(false) is { } found) { announced.Add(Parse(found.Content.Span)); }
        }

        var settled = new Dictionary<string, ExportRecord>(StringComparer.Ordinal);
        if (await _table.ReadAsync(cancellationToken).ConfigureAwait(false) is { } snapshot)
        {
            foreach (var record in await RowsAsync(snapshot, cancellationToken).ConfigureAwait(false)) { settled[record.FileId] = record; }
        }

        return new([.. settled.Values.OrderBy(record => record.FileId, StringComparer.Ordinal)], announced.ToImmutable());
    }

    /// <summary>Says that an export's rows are about to appear.</summary>
    public async Task AnnounceAsync(ExportRecord record, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(record, LedgerJson.Default.ExportRecord);
        await store.TryCreateAsync(PathOf(record), (stream, token) => stream.WriteAsync(json, token).AsTask(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Says that exports are done with, and forgets their announcements.</summary>
    public async Task SettleAsync(ImmutableArray<ExportRecord> records, string runId, CancellationToken cancellationToken)
    {
        if (records.IsEmpty) { return; }

        for (var isDone = false; !isDone;)
        {
            try
            {
                await AppendAsync(records, runId, cancellationToken).ConfigureAwait(false);
                isDone = true;
            }
            catch (DeltaConflictException)
            {
                // Another run compacted the parts that we wanted to: look again. Each try that fails means that another one succeeded.
            }
        }

        foreach (var record in records) { await store.DeleteAsync(PathOf(record), cancellationToken).ConfigureAwait(false); }
    }

    /// <summary>Removes announcements of exports that are settled: of a run that died after the ledger's commit, or that did what another had done.</summary>
    /// <param name="state">The ledger as this run found it.</param>
    /// <param name="cancellationToken">Ends the work early; the next run does the rest.</param>
    public async Task ForgetSettledAsync(LedgerState state, CancellationToken cancellationToken)
    {
        foreach (var record in state.Announced.Where(state.Says)) { await store.DeleteAsync(PathOf(record), cancellationToken).ConfigureAwait(false); }
    }

    private async Task AppendAsync(ImmutableArray<ExportRecord> records, string runId, CancellationToken cancellationToken)
    {
        var snapshot = await _table.ReadAsync(cancellationToken).ConfigureAwait(false);
        var compacts = snapshot?.Files.Length >= PartsBeforeCompaction;
        var groups = new List<ColumnBatch>();
        if (compacts) { groups.AddRange(await BatchesAsync(snapshot!, cancellationToken).ConfigureAwait(false)); }
        groups.Add(LedgerRows.Of(records, runId, environment.Clock.GetUtcNow()));
        var part = await _table.WritePartAsync(
            LedgerRows.Schema, groups.Select(rows => ParquetEncoder.Encode(rows)).ToAsyncEnumerable(), ImmutableDictionary<string, string>.Empty, cancellationToken)
            .ConfigureAwait(false);
        var commit = new DeltaCommit
        {
            Schema = LedgerRows.Schema,
            Operation = "SETTLE",
            ReadAt = snapshot,
            Transactions = [.. records.Select(record => $"settle/{record.FileId}/{record.ReadingHash}/{runId}")],
            Add = [part],
            Remove = compacts ? [.. snapshot!.Files.Select(file => file.Path)] : [],
        };
        try
        {
            await _table.CommitAsync(commit, cancellationToken).ConfigureAwait(false);
        }
        catch (DeltaConflictException)
        {
            await _table.DiscardPartAsync(part, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<List<ColumnBatch>> BatchesAsync(DeltaSnapshot snapshot, CancellationToken cancellationToken)
    {
        // Oldest first, so that the last reading of an export is the one that counts. Waiting for one part over a network is waiting for all.
        var parts = snapshot.Files.OrderBy(file => file.ModificationTime).ThenBy(file => file.Path, StringComparer.Ordinal);
        var batches = await Task.WhenAll(parts.Select(part => PartAsync(part, cancellationToken))).ConfigureAwait(false);
        return [.. batches.SelectMany(batch => batch)];
    }

    private async Task<List<ColumnBatch>> PartAsync(DataFile part, CancellationToken cancellationToken)
    {
        string[] columns = [.. LedgerRows.Schema.Columns.Select(column => column.Name)];
        var stream = await _table.OpenPartAsync(part, cancellationToken).ConfigureAwait(false);
        await using var closing = stream.ConfigureAwait(false);
        var parquet = ParquetFile.Open(stream);
        return [.. Enumerable.Range(0, parquet.RowGroups.Length).Select(group => parquet.ReadRowGroup(group, columns))];
    }

    private async Task<IEnumerable<ExportRecord>> RowsAsync(DeltaSnapshot snapshot, CancellationToken cancellationToken)
    {
        var batches = await BatchesAsync(snapshot, cancellationToken).ConfigureAwait(false);
        return batches
            .SelectMany(rows => Enumerable.Range(0, rows.RowCount), (rows, i) => (At: rows["recorded_at"].Int64s[i], Json: rows["detail"].Texts!.RowText(i)))
            .OrderBy(row => row.At)
            .Select(row => Parse(Encoding.UTF8.GetBytes(row.Json)));
    }

    private static ExportRecord Parse(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, LedgerJson.Default.ExportRecord) ?? throw new InvalidDataException("a record of the ledger is null; rebuild the lake from raw");

    private static string PathOf(ExportRecord record) => $"{Announced}{record.FileId}.json";
}

/// <summary>The ledger as a run finds it.</summary>
/// <param name="Settled">One record for each export.</param>
/// <param name="Announced">Records of exports whose merge may or may not have reached every table.</param>
public sealed record LedgerState(ImmutableArray<ExportRecord> Settled, ImmutableArray<ExportRecord> Announced)
{
    private readonly FrozenDictionary<string, ExportRecord> _byFileId = Settled.ToFrozenDictionary(record => record.FileId, StringComparer.Ordinal);

    private readonly FrozenSet<string> _rawPaths = Settled.Select(record => record.RawPath).ToFrozenSet(StringComparer.Ordinal);

    private readonly FrozenSet<string> _settledFiles = Settled
        .GroupBy(record => record.Sha256, StringComparer.Ordinal)
        .Where(file => file.All(record => record.Outcome != ExportOutcome.Refused))
        .Select(file => file.Key)
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>All of them; an export that was announced again after it was settled appears twice, the settled record first.</summary>
    public IEnumerable<ExportRecord> All => Settled.Concat(Announced);

    /// <summary>Whether there is a record of an export, settled or announced.</summary>
    public bool Knows(string fileId) => _byFileId.ContainsKey(fileId) || Announced.Any(record => record.FileId == fileId);

    /// <summary>Whether everything in a file was read, or needs no reading. What was refused is tried again: settings or sources may have changed.</summary>
    public bool IsSettled(string sha256) => _settledFiles.Contains(sha256);

    /// <summary>Whether the bytes of a file are kept there already.</summary>
    public bool Keeps(string rawPath) => _rawPaths.Contains(rawPath);

    /// <summary>Whether the ledger says the same of an export already, so that nothing needs to be written.</summary>
    public bool Says(ExportRecord record) =>
        _byFileId.TryGetValue(record.FileId, out var known) && (known.Outcome, known.Reason, known.Sentence, known.ReadingHash) == (record.Outcome, record.Reason, record.Sentence, record.ReadingHash);
}
