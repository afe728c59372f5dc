using System.Collections.Immutable;
using Pipeline.Model;
using Pipeline.Parquet;
using Pipeline.Storage;
using Pipeline.Storage.Delta;

namespace Pipeline.Facts;

/// <summary>Rows that we could not use, at <c>quarantine/rejection</c>: with file, row, column, value and rule, so that a person can mend the export.</summary>
/// <remarks>Values may hold personal data. The table lies apart from facts so that other people may read it.</remarks>
public sealed class QuarantineIntake(IObjectStore store, DeltaEnvironment environment)
{
    public const string Path = "quarantine/rejection";

    private readonly DeltaTable _table = new(store, Path, environment);
    private readonly List<Task<DataFile>> _parts = [];

    private static TableSchema Schema { get; } = new(
    [
        new("file_id", ColumnType.Text, Nullable: false),
        new("row_number", ColumnType.Int32, Nullable: false),
        new("column_name", ColumnType.Text, Nullable: false),
        new("value", ColumnType.Text, Nullable: false),
        new("rule", ColumnType.Text, Nullable: false),
        new("message", ColumnType.Text, Nullable: false),
    ]);

    /// <summary>Whether a piece of work is in the log already, done by a run that died before it could say so.</summary>
    public async Task<bool> IsDoneAsync(string transaction, CancellationToken cancellationToken) =>
        await _table.ReadAsync(cancellationToken).ConfigureAwait(false) is { } snapshot && snapshot.Transactions.ContainsKey(transaction);

    /// <summary>Takes in rejections of an export that will be merged.</summary>
    public async Task AddAsync(IReadOnlyList<Rejection> rejections, CancellationToken cancellationToken)
    {
        if (rejections.Count == 0) { return; }
        var stream = new PartStream(_table, Schema, cancellationToken);
        await stream.AppendAsync(ParquetEncoder.Encode(RowsOf(rejections)), rejections.Count, cancellationToken).ConfigureAwait(false);
        _parts.Add(stream.CompleteAsync());
    }

    /// <summary>Makes them visible with one commit; nothing is done for work that is in the log.</summary>
    public async Task CommitAsync(ImmutableArray<string> transactions, CancellationToken cancellationToken)
    {
        if (_parts.Count == 0) { return; }
        var parts = await Task.WhenAll(_parts).ConfigureAwait(false);
        await _table.CommitAsync(
            new DeltaCommit
            {
                Schema = Schema,
                Operation = "QUARANTINE",
                ReadAt = await _table.ReadAsync(cancellationToken).ConfigureAwait(false),
                Transactions = transactions,
                Add = [.. parts],
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static ColumnBatch RowsOf(IReadOnlyList<Rejection> rejections)
    {
        Column Text(Func<Rejection, string> value) => TextColumn.Of([.. rejections.Select(value)]);
        return new(
            Schema,
            [
                Text(row => row.FileId), Column.OfInt32s([.. rejections.Select(row => row.RowNumber)], rejections.Count), Text(row => row.Column),
                Text(row => row.Value), Text(row => row.Rule), Text(row => row.Message),
            ],
            rejections.Count);
    }
}
