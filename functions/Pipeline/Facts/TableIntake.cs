using System.Collections.Immutable;
using Pipeline.Model;
using Pipeline.Storage.Delta;

namespace Pipeline.Facts;

/// <summary>The new rows of one table in one run: written to parts as they come, visible only once merged.</summary>
/// <remarks>Not thread-safe: exports are taken in one after another.</remarks>
public sealed class TableIntake(FactTable table, DeltaTable delta)
{
    private readonly List<Task<DataFile>> _parts = [];
    private readonly List<ulong[]> _keyHashes = [];
    private readonly ImmutableArray<string>.Builder _transactions = ImmutableArray.CreateBuilder<string>();

    public FactTable Table { get; } = table;

    /// <summary>Whether an export was completed whose rows are not in the table yet.</summary>
    public bool HasNews => _transactions.Count > 0;

    internal DeltaTable Delta { get; } = delta;

    /// <summary>The key hashes of all new rows, a row group each.</summary>
    internal IReadOnlyList<ulong[]> KeyHashes => _keyHashes;

    /// <summary>Rows that were taken in.</summary>
    internal long RowCount { get; private set; }

    /// <summary>What is done with the merge.</summary>
    internal ImmutableArray<string> Transactions => _transactions.ToImmutable();

    /// <summary>Begins to take in the rows of one export. They count only once that is completed.</summary>
    /// <param name="transaction">Names the work; when it is in the table's log, because a run died after this table and before the others, its rows are counted and not written again.</param>
    /// <param name="cancellationToken">Ends the look at the log early.</param>
    public async Task<ExportIntake> BeginAsync(string transaction, CancellationToken cancellationToken)
    {
        var snapshot = await Delta.ReadAsync(cancellationToken).ConfigureAwait(false);
        return new(this, transaction, isDone: snapshot?.Transactions.ContainsKey(transaction) ?? false);
    }

    /// <summary>Merges the new rows into their table with one commit.</summary>
    /// <param name="exports">All exports that ever fed the table, those of this intake included.</param>
    /// <param name="cancellationToken">Ends the work early; then nothing is visible.</param>
    public Task<MergeReceipt> MergeAsync(IEnumerable<ExportRecord> exports, CancellationToken cancellationToken) =>
        new TableMerge(this, ExportRanks.Of(Table.Name, exports), replacesAll: false).RunAsync(cancellationToken);

    /// <summary>Replaces all rows of the table by the new ones with one commit.</summary>
    /// <param name="exports">The exports of this intake.</param>
    /// <param name="transaction">Names the rebuild.</param>
    /// <param name="cancellationToken">Ends the work early; then nothing is visible.</param>
    public Task<MergeReceipt> RebuildAsync(IEnumerable<ExportRecord> exports, string transaction, CancellationToken cancellationToken)
    {
        _transactions.Add(transaction);
        return new TableMerge(this, ExportRanks.Of(Table.Name, exports), replacesAll: true).RunAsync(cancellationToken);
    }

    internal void Complete(string transaction, IEnumerable<Task<DataFile>> parts, IEnumerable<ulong[]> keyHashes, long rowCount)
    {
        _parts.AddRange(parts);
        _keyHashes.AddRange(keyHashes);
        _transactions.Add(transaction);
        RowCount += rowCount;
    }

    /// <summary>Waits until all parts are durable.</summary>
    internal async Task<ImmutableArray<DataFile>> PartsAsync() => [.. await Task.WhenAll(_parts).ConfigureAwait(false)];
}
