using System.Collections.Immutable;
using Pipeline.Parquet;

namespace Pipeline.Storage.Delta;

/// <summary>A table of Parquet files whose versions are commits in one log. Readers see whole versions only.</summary>
public sealed class DeltaTable
{
    private const int CheckpointEvery = 10;

    private readonly IObjectStore _store;
    private readonly DeltaEnvironment _environment;
    private readonly LogNames _names;
    private readonly DeltaLog _log;
    private readonly PartWriter _parts;
    private readonly TableReader _reader;
    private readonly TableCleaner _cleaner;
    private readonly CommitLoop _commits;

    /// <param name="store">Where it lies.</param>
    /// <param name="path">Its folder in the store, such as <c>facts/opportunity</c>.</param>
    /// <param name="environment">Clock and ids.</param>
    public DeltaTable(IObjectStore store, string path, DeltaEnvironment environment)
    {
        ObjectPath.Check(path);
        Path = path;
        _store = store;
        _environment = environment;
        _names = new LogNames(path);
        _log = new DeltaLog(store, _names, environment.Seen);
        _commits = new CommitLoop(store, _names, _log, environment);
        _parts = new PartWriter(store, path, environment);
        _reader = new TableReader(store, path);
        _cleaner = new TableCleaner(store, path, _names, environment);
    }

    /// <summary>Its folder in the store.</summary>
    public string Path { get; }

    /// <summary>The newest version; <see langword="null"/> when the table does not exist.</summary>
    /// <exception cref="DeltaLogException">The log is damaged, or asks for what this program cannot do; the message says what to do.</exception>
    public Task<DeltaSnapshot?> ReadAsync(CancellationToken cancellationToken) => _log.ReadAsync(cancellationToken);

    /// <summary>Writes rows as a Parquet file beside the table's others. They become visible when a commit adds the file.</summary>
    /// <param name="schema">The table's columns.</param>
    /// <param name="groups">The rows, encoded; taken one after another while the file is written.</param>
    /// <param name="tags">What to note about the file in the log, or <see langword="null"/>.</param>
    /// <param name="cancellationToken">Stops the write; nothing is left but, on some stores, what a vacuum removes.</param>
    public Task<DataFile> WritePartAsync(TableSchema schema, IAsyncEnumerable<EncodedRowGroup> groups, IReadOnlyDictionary<string, string>? tags, CancellationToken cancellationToken) =>
        _parts.WriteAsync(schema, groups, tags, cancellationToken);

    /// <summary>Opens a file of the table; the stream can seek.</summary>
    /// <exception cref="ObjectNotFoundException">The file was vacuumed: read the table again.</exception>
    public Task<Stream> OpenPartAsync(DataFile file, CancellationToken cancellationToken) =>
        _store.OpenReadAsync($"{Path}/{file.Path}", cancellationToken);

    /// <summary>Deletes a part that was written and will not be committed, so that readers who list the folder do not meet it.</summary>
    /// <remarks>A part that a commit ever named must stay for readers of that version.</remarks>
    public Task DiscardPartAsync(DataFile file, CancellationToken cancellationToken) => _store.DeleteAsync($"{Path}/{file.Path}", cancellationToken);

    /// <summary>Reads a version's rows, a row group at a time, files in the order of their paths. A table without files gives none.</summary>
    /// <param name="snapshot">The version.</param>
    /// <param name="columns">Which columns, in which order; all when none is named. A column younger than a file is null there.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ArgumentException">The table has no column of that name.</exception>
    public IAsyncEnumerable<ColumnBatch> ReadColumnsAsync(DeltaSnapshot snapshot, ImmutableArray<string> columns, CancellationToken cancellationToken)
    {
        _ = TableReader.Select(snapshot.Schema, columns);
        return _reader.ReadAsync(snapshot, columns, cancellationToken);
    }

    /// <summary>The row groups of a version, to be read on several threads.</summary>
    /// <param name="snapshot">The version.</param>
    /// <param name="mayMatch">Which files to open, decided by their <see cref="DataFile.Statistics"/> or tags; <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public Task<ImmutableArray<RowGroupReference>> ListRowGroupsAsync(DeltaSnapshot snapshot, Func<DataFile, bool>? mayMatch, CancellationToken cancellationToken) =>
        _reader.ListRowGroupsAsync(snapshot, mayMatch, cancellationToken);

    /// <summary>Reads one row group through a stream of its own; safe to call from several threads.</summary>
    /// <param name="group">Which one.</param>
    /// <param name="columns">As for <see cref="ReadColumnsAsync"/>.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public Task<ColumnBatch> ReadRowGroupAsync(RowGroupReference group, ImmutableArray<string> columns, CancellationToken cancellationToken) =>
        _reader.ReadAsync(group, columns, arrays: null, cancellationToken);

    /// <summary>As <see cref="ReadRowGroupAsync(RowGroupReference, ImmutableArray{string}, CancellationToken)"/>, in arrays that are given back when the batch is no longer used.</summary>
    public Task<ColumnBatch> ReadRowGroupAsync(RowGroupReference group, ImmutableArray<string> columns, ColumnArrays arrays, CancellationToken cancellationToken) =>
        _reader.ReadAsync(group, columns, arrays, cancellationToken);

    /// <summary>Makes a change visible, whole and once: a repeated call whose transactions are in the log does nothing.</summary>
    /// <exception cref="DeltaConflictException">Another commit made this one wrong; recompute and try again.</exception>
    /// <exception cref="StorageException">Storage failed, or 20 races were lost. Whether it is done shows when the work is run again.</exception>
    public async Task<CommitResult> CommitAsync(DeltaCommit commit, CancellationToken cancellationToken)
    {
        var (result, committed) = await _commits.RunAsync(commit, cancellationToken).ConfigureAwait(false);
        if (committed is null || !IsCheckpointDue(committed)) { return result; }
        try
        {
            await Checkpoint.WriteAsync(_store, _names, committed, _environment.Clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
            return result;
        }
        catch (StorageException e)
        {
            return result with { CheckpointFailure = e };
        }
    }

    /// <summary>Removes commits and checkpoints before the newest checkpoint that is older than <paramref name="retention"/>; versions before it can no longer be read.</summary>
    /// <param name="retention">At least a day; Delta's own default is 30.</param>
    /// <param name="cancellationToken">Stops between two files; what is left is whole.</param>
    /// <exception cref="DeltaLogException">The checkpoint does not agree with the commits before it; nothing was removed.</exception>
    public Task<CleanUpResult> CleanUpLogAsync(TimeSpan retention, CancellationToken cancellationToken) => _cleaner.CleanUpLogAsync(retention, cancellationToken);

    /// <summary>Removes Parquet files that no version in the log names, and that are older than <paramref name="retention"/>.</summary>
    /// <param name="retention">At least a day, and longer than any writer takes from its first part to its commit; Delta's own default is 7.</param>
    /// <param name="cancellationToken">Stops between two files.</param>
    public Task<CleanUpResult> VacuumAsync(TimeSpan retention, CancellationToken cancellationToken) => _cleaner.VacuumAsync(retention, cancellationToken);

    /// <summary>Every tenth version, and when one was missed at the next chance: its writer may have died.</summary>
    private static bool IsCheckpointDue(DeltaSnapshot committed) =>
        committed.Version > 0
        && (committed.Version % CheckpointEvery == 0 || committed.Version - Math.Max(committed.CheckpointVersion, 0) >= 2 * CheckpointEvery);
}
