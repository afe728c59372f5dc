using System.Collections.Concurrent;
using System.Collections.Immutable;
using Pipeline.Facts;
using Pipeline.Metrics;
using Pipeline.Model;
using Pipeline.Parquet;
using Pipeline.Storage;
using Pipeline.Storage.Delta;

namespace Pipeline;

/// <summary>The facts of a lake at one moment: every table at the version that was newest when it was opened.</summary>
public sealed class LakeFacts : IFactReader
{
    private readonly IObjectStore _store;
    private readonly ImmutableSortedDictionary<string, (DeltaTable Table, DeltaSnapshot Snapshot)> _tables;

    // Some tables are read twice: the footers of their files are enough once.
    private readonly ConcurrentDictionary<string, Lazy<Task<ImmutableArray<RowGroupReference>>>> _groups = new(StringComparer.Ordinal);

    private LakeFacts(IObjectStore store, ImmutableSortedDictionary<string, (DeltaTable Table, DeltaSnapshot Snapshot)> tables)
    {
        _store = store;
        _tables = tables;
    }

    /// <summary>How many threads read at once.</summary>
    public required int Workers { get; init; }

    /// <summary>What is kept of parts; <see langword="null"/> when nothing is to be kept.</summary>
    private ImmutableHashSet<string>? Kept { get; init; }

    /// <summary>Which versions these are: <c>invoice@3;lead@2</c>.</summary>
    public string InputVersions => string.Join(';', _tables.Select(table => $"{table.Key}@{table.Value.Snapshot.Version}"));

    public static async Task<LakeFacts> OpenAsync(IObjectStore store, DeltaEnvironment environment, int workers, CancellationToken cancellationToken)
    {
        var tables = ImmutableSortedDictionary.CreateBuilder<string, (DeltaTable, DeltaSnapshot)>(StringComparer.Ordinal);
        // Waiting for one log over a network is waiting for all.
        var found = await Task.WhenAll(FactTableCatalog.All.Select(async fact =>
        {
            var table = new DeltaTable(store, fact.Path, environment);
            return (fact.Name, Table: table, Snapshot: await table.ReadAsync(cancellationToken).ConfigureAwait(false));
        })).ConfigureAwait(false);
        foreach (var (name, table, snapshot) in found)
        {
            if (snapshot is not null) { tables.Add(name, (table, snapshot)); }
        }

        return new(store, tables.ToImmutable()) { Workers = workers };
    }

    /// <summary>The same facts, and what earlier runs kept of their files; of the others it will be kept.</summary>
    public async Task<LakeFacts> KeepingAsync(CancellationToken cancellationToken)
    {
        var kept = await _store.ListAsync(LakeFactPart.Folder, cancellationToken).Select(stored => stored.Path).ToHashSetAsync(StringComparer.Ordinal, cancellationToken).ConfigureAwait(false);
        return new(_store, _tables) { Workers = Workers, Kept = kept.ToImmutableHashSet(StringComparer.Ordinal) };
    }

    public async Task ReadAsync(FactTable table, ImmutableArray<string> columns, Action<ColumnBatch> onBatch, CancellationToken cancellationToken)
    {
        if (!_tables.TryGetValue(table.Name, out var found)) { return; }

        var listed = _groups.GetOrAdd(table.Name, _ => new(() => found.Table.ListRowGroupsAsync(found.Snapshot, null, cancellationToken)));
        var groups = await listed.Value.ConfigureAwait(false);
        await Parallel.ForEachAsync(
            groups,
            new ParallelOptions { MaxDegreeOfParallelism = Workers, CancellationToken = cancellationToken },
            async (group, token) =>
            {
                using var arrays = new ColumnArrays();
                onBatch(await found.Table.ReadRowGroupAsync(group, columns, arrays, token).ConfigureAwait(false));
            }).ConfigureAwait(false);
    }

    public long RowsOf(FactTable table) => _tables.TryGetValue(table.Name, out var found) ? found.Snapshot.Files.Sum(file => file.RowCount) : 0;

    public ImmutableArray<IFactPart> PartsOf(FactTable table)
    {
        if (Kept is null || !_tables.TryGetValue(table.Name, out var found)) { return []; }
        return
        [
            .. found.Snapshot.Files.Select(file =>
                new LakeFactPart(_store, found.Table, found.Snapshot, file) { KeptPath = LakeFactPart.KeptPathOf(table, file), Kept = Kept }),
        ];
    }

    /// <summary>Deletes what is kept of files that are no longer parts of their tables. A run that still wants it reads the file instead.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var live = FactTableCatalog.All.Where(table => _tables.ContainsKey(table.Name))
            .SelectMany(table => _tables[table.Name].Snapshot.Files, LakeFactPart.KeptPathOf).ToHashSet(StringComparer.Ordinal);
        foreach (var path in Kept?.Where(path => !live.Contains(path[..(path.LastIndexOf('.') + 1)])) ?? []) { await _store.DeleteAsync(path, cancellationToken).ConfigureAwait(false); }
    }
}
