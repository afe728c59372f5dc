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

    public FactTable Table { get; } = table;

    /// <summary>Rows that were taken in.</summary>
    public long RowCount { get; private set; }

    internal DeltaTable Delta { get; } = delta;

    /// <summary>The key hashes of all new rows, a row group each.</summary>
    internal IReadOnlyList<ulong[]> KeyHashes => _keyHashes;

    /// <summary>Begins to take in the rows of one export. They count only once that is completed.</summary>
    public ExportIntake Begin() => new(this);

    /// <summary>Whether a piece of work is in the table's log already, done by a run that died before it could say so.</summary>
    public async Task<bool> IsDoneAsync(string transaction, CancellationToken cancellationToken) =>
        await Delta.ReadAsync(cancellationToken).ConfigureAwait(false) is { } snapshot && snapshot.Transactions.ContainsKey(transaction);

    /// <summary>Merges the new rows into their table with one commit.</summary>
    /// <param name="exports">All exports that ever fed the table, those of this intake included.</param>
    /// <param name="transactions">What is done with this commit; work that is in the table's log is not done again.</param>
    /// <param name="cancellationToken">Ends the work early; then nothing is visible.</param>
    public Task<MergeReceipt> MergeAsync(IEnumerable<ExportRecord> exports, ImmutableArray<string> transactions, CancellationToken cancellationToken) =>
        new TableMerge(this, ExportRanks.Of(Table.Name, exports)).RunAsync(transactions, cancellationToken);

    internal void Complete(ExportIntake export)
    {
        _parts.AddRange(export.Parts);
        _keyHashes.AddRange(export.KeyHashes);
        RowCount += export.RowCount;
    }

    /// <summary>Waits until all parts are durable.</summary>
    internal async Task<ImmutableArray<DataFile>> PartsAsync() => [.. await Task.WhenAll(_parts).ConfigureAwait(false)];
}
