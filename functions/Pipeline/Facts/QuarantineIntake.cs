using System.Collections.Immutable;
using Pipeline.Model;
using Pipeline.Parquet;
using Pipeline.Storage;
using Pipeline.Storage.Delta;

namespace Pipeline.Facts;

/// <summary>Rows that we could not use, at <c>quarantine/rejection</c>: with file, row, column, value and rule, so that a person can mend the export.</summary>
/// <remarks>Values may hold personal data. The table lies apart from facts so that other people may read it.</remarks>
public sealed class QuarantineIntake
{
    public const string Path = "quarantine/rejection";

    private const int MaximumTries = 20;

    private readonly List<(string Transaction, Task<DataFile> Part)> _taken = [];

    internal QuarantineIntake(IObjectStore store, DeltaEnvironment environment) => Delta = new DeltaTable(store, Path, environment);

    internal static TableSchema Schema { get; } = new(
    [
        new("file_id", ColumnType.Text, Nullable: false),
        new("row_number", ColumnType.Int32, Nullable: false),
        new("column_name", ColumnType.Text, Nullable: false),
        new("value", ColumnType.Text, Nullable: false),
        new("rule", ColumnType.Text, Nullable: false),
        new("message", ColumnType.Text, Nullable: false),
    ]);

    internal DeltaTable Delta { get; }

    /// <summary>Begins to take in the rejections of one export; see <see cref="TableIntake.BeginAsync"/>.</summary>
    public async Task<RejectionIntake> BeginAsync(string transaction, CancellationToken cancellationToken)
    {
        var snapshot = await Delta.ReadAsync(cancellationToken).ConfigureAwait(false);
        return new(this, transaction, isDone: snapshot?.Transactions.ContainsKey(transaction) ?? false);
    }

    /// <summary>Makes the rejections of completed exports visible with one commit.</summary>
    /// <exception cref="DeltaConflictException">Other writers were faster every time.</exception>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        var isDone = _taken.Count == 0;
        for (var attempt = 1; !isDone; attempt++)
        {
            try
            {
                await TryCommitAsync(cancellationToken).ConfigureAwait(false);
                isDone = true;
            }
            catch (DeltaConflictException) when (attempt < MaximumTries)
            {
                // Another run took in one of the same exports and was faster: look again, and leave that one out.
            }
        }
    }

    /// <summary>Replaces all rejections by those of completed exports with one commit.</summary>
    /// <param name="transaction">Names the rebuild.</param>
    /// <param name="cancellationToken">Ends the work early; then nothing is visible.</param>
    public async Task RebuildAsync(string transaction, CancellationToken cancellationToken)
    {
        var log = await Delta.ReadAsync(cancellationToken).ConfigureAwait(false);
        var parts = await Task.WhenAll(_taken.Select(export => export.Part)).ConfigureAwait(false);
        await Delta.CommitAsync(
            new DeltaCommit
            {
                Schema = Schema,
                Operation = "REBUILD",
                ReadAt = log,
                Transactions = [.. _taken.Select(export => export.Transaction), transaction],
                Add = [.. parts],
                Remove = [.. (log?.Files ?? []).Select(file => file.Path)],
            },
            cancellationToken).ConfigureAwait(false);
    }

    internal void Complete(string transaction, Task<DataFile>? part)
    {
        if (part is not null) { _taken.Add((transaction, part)); }
    }

    private async Task TryCommitAsync(CancellationToken cancellationToken)
    {
        var log = await Delta.ReadAsync(cancellationToken).ConfigureAwait(false);
        var isIn = _taken.ToLookup(export => log?.Transactions.ContainsKey(export.Transaction) ?? false);
        var left = await Task.WhenAll(isIn[false].Select(export => export.Part)).ConfigureAwait(false);
        var isOurs = left.Length > 0 && await AddAsync(log, [.. isIn[false].Select(export => export.Transaction)], left, cancellationToken).ConfigureAwait(false);

        // What another run was faster with is not needed.
        var superfluous = isOurs ? isIn[true] : _taken;
        foreach (var export in superfluous) { await Delta.DiscardPartAsync(await export.Part.ConfigureAwait(false), cancellationToken).ConfigureAwait(false); }
    }

    /// <returns><see langword="false"/> when another run had done it.</returns>
    private async Task<bool> AddAsync(DeltaSnapshot? log, ImmutableArray<string> transactions, DataFile[] parts, CancellationToken cancellationToken)
    {
        var commit = new DeltaCommit { Schema = Schema, Operation = "QUARANTINE", ReadAt = log, Transactions = transactions, Add = [.. parts] };
        return (await Delta.CommitAsync(commit, cancellationToken).ConfigureAwait(false)).Outcome == CommitOutcome.Committed;
    }
}

/// <summary>The rejections of one export. When the export is refused as a whole it is not completed.</summary>
public sealed class RejectionIntake
{
    private const int RowsPerGroup = 50_000;

    private readonly QuarantineIntake _quarantine;
    private readonly string _transaction;
    private readonly bool _isDone;
    private readonly List<Rejection> _waiting = [];
    private readonly SortedDictionary<string, long> _rules = new(StringComparer.Ordinal);
    private PartStream? _part;

    internal RejectionIntake(QuarantineIntake quarantine, string transaction, bool isDone)
    {
        _quarantine = quarantine;
        _transaction = transaction;
        _isDone = isDone;
    }

    public async Task AddAsync(IReadOnlyList<Rejection> rejections, CancellationToken cancellationToken)
    {
        foreach (var rejection in rejections) { _rules[rejection.Rule] = _rules.GetValueOrDefault(rejection.Rule) + 1; }
        if (_isDone) { return; }
        _waiting.AddRange(rejections);
        if (_waiting.Count >= RowsPerGroup) { await FlushAsync(cancellationToken).ConfigureAwait(false); }
    }

    /// <summary>Says that the export is good.</summary>
    /// <returns>Rejected rows by rule.</returns>
    public async Task<ImmutableSortedDictionary<string, long>> CompleteAsync(CancellationToken cancellationToken)
    {
        if (_waiting.Count > 0) { await FlushAsync(cancellationToken).ConfigureAwait(false); }
        _quarantine.Complete(_transaction, _part?.CompleteAsync());
        return _rules.ToImmutableSortedDictionary(StringComparer.Ordinal);
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        _part ??= new PartStream(_quarantine.Delta, QuarantineIntake.Schema, cancellationToken);
        await _part.AppendAsync(ParquetEncoder.Encode(RowsOf(_waiting)), _waiting.Count, cancellationToken).ConfigureAwait(false);
        _waiting.Clear();
    }

    private static ColumnBatch RowsOf(List<Rejection> rejections)
    {
        Column Text(Func<Rejection, string> value) => TextColumn.Of([.. rejections.Select(value)]);
        return new(
            QuarantineIntake.Schema,
            [
                Text(row => row.FileId), Column.OfInt32s([.. rejections.Select(row => row.RowNumber)], rejections.Count), Text(row => row.Column),
                Text(row => row.Value), Text(row => row.Rule), Text(row => row.Message),
            ],
            rejections.Count);
    }
}
