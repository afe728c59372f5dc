using System.Collections.Immutable;
using Pipeline.Model;
using Pipeline.Storage.Delta;

namespace Pipeline.Facts;

/// <summary>Which exports speak for a table whose log is as given: those that are in it, and those that are about to be.</summary>
/// <param name="log">The table as its next commit will find it; <see langword="null"/> when there is none.</param>
/// <param name="cancellationToken">Ends the look early.</param>
public delegate Task<IEnumerable<ExportRecord>> ExportsOfTable(DeltaSnapshot? log, CancellationToken cancellationToken);

/// <summary>The new rows of one table in one run: written to parts as they come, visible only once merged.</summary>
/// <remarks>Not thread-safe: exports are taken in one after another.</remarks>
public sealed class TableIntake
{
    private readonly List<TakenExport> _taken;
    private string? _rebuild;

    internal TableIntake(FactTable table, DeltaTable delta, MergeMemory memory)
        : this(table, delta, memory, [])
    {
    }

    private TableIntake(FactTable table, DeltaTable delta, MergeMemory memory, List<TakenExport> taken) => (Table, Delta, Memory, _taken) = (table, delta, memory, taken);

    public FactTable Table { get; }

    /// <summary>Whether an export was completed whose rows are not in the table yet.</summary>
    public bool HasNews => _taken.Count > 0;

    internal DeltaTable Delta { get; }

    internal MergeMemory Memory { get; }

    /// <summary>The exports whose rows were taken in.</summary>
    internal IReadOnlyList<TakenExport> Taken => _taken;

    /// <summary>Rows that were taken in.</summary>
    internal long RowCount => _taken.Sum(export => export.RowCount);

    /// <summary>What is done with the merge.</summary>
    internal ImmutableArray<string> Transactions => [.. _taken.Select(export => export.Transaction), .. _rebuild is null ? [] : new[] { _rebuild }];

    /// <summary>Begins to take in the rows of one export. They count only once that is completed.</summary>
    /// <param name="transaction">Names the work; when it is in the table's log, because a run died after this table and before the others, its rows are counted and not written again.</param>
    /// <param name="cancellationToken">Ends the look at the log early.</param>
    public async Task<ExportIntake> BeginAsync(string transaction, CancellationToken cancellationToken)
    {
        var snapshot = await Delta.ReadAsync(cancellationToken).ConfigureAwait(false);
        return new(this, transaction, isDone: snapshot?.Transactions.ContainsKey(transaction) ?? false);
    }

    /// <summary>Merges the new rows into their table with one commit.</summary>
    /// <param name="exports">Asked before every try, as other runs may have added to the table.</param>
    /// <param name="cancellationToken">Ends the work early; then nothing is visible.</param>
    public Task<MergeReceipt> MergeAsync(ExportsOfTable exports, CancellationToken cancellationToken) =>
        new TableMerge(this, exports, replacesAll: false).RunAsync(cancellationToken);

    /// <summary>Replaces all rows of the table by the new ones with one commit.</summary>
    /// <param name="exports">The exports of this intake.</param>
    /// <param name="transaction">Names the rebuild.</param>
    /// <param name="cancellationToken">Ends the work early; then nothing is visible.</param>
    public Task<MergeReceipt> RebuildAsync(IEnumerable<ExportRecord> exports, string transaction, CancellationToken cancellationToken)
    {
        _rebuild = transaction;
        return new TableMerge(this, (_, _) => Task.FromResult(exports), replacesAll: true).RunAsync(cancellationToken);
    }

    internal void Complete(TakenExport export) => _taken.Add(export);

    /// <summary>What is left to do on top of <paramref name="log"/>: another run may have taken in the same exports and been faster.</summary>
    internal TableIntake NotIn(DeltaSnapshot? log) => log is null || !_taken.Exists(export => log.Transactions.ContainsKey(export.Transaction))
        ? this
        : new(Table, Delta, Memory, [.. _taken.Where(export => !log.Transactions.ContainsKey(export.Transaction))]) { _rebuild = _rebuild };

    /// <summary>Waits until all parts are durable.</summary>
    internal async Task<ImmutableArray<DataFile>> PartsAsync() => [.. await Task.WhenAll(_taken.SelectMany(export => export.Parts)).ConfigureAwait(false)];
}

/// <summary>The rows of one export, written and not yet visible.</summary>
/// <param name="Transaction">Names the work.</param>
/// <param name="Parts">The parts, some of them still under way.</param>
/// <param name="Keys">What was kept of the keys.</param>
/// <param name="RowCount">How many rows.</param>
internal sealed record TakenExport(string Transaction, IReadOnlyList<Task<DataFile>> Parts, ExportKeys Keys, long RowCount);
