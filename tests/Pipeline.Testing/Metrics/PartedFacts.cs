using System.Collections.Immutable;
using Pipeline.Metrics;
using Pipeline.Model;
using Pipeline.Parquet;

namespace Pipeline.Testing.Metrics;

/// <summary>Facts in memory that are cut into files, and a place where something is kept of each file from one run to the next.</summary>
public sealed class PartedFacts : IFactReader
{
    private readonly SortedDictionary<string, List<(string Name, ColumnBatch Rows)>> _tables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, byte[]> _kept = new(StringComparer.Ordinal);
    private int _files;

    /// <summary>How often something that was kept could be used.</summary>
    public int Uses { get; private set; }

    /// <summary>How often a file was read although something was kept of it.</summary>
    public int Misses { get; private set; }

    /// <summary>Adds a file; files without rows are left out.</summary>
    public void Add(string table, ColumnBatch rows)
    {
        if (rows.RowCount == 0) { return; }
        if (!_tables.TryGetValue(table, out var files)) { _tables.Add(table, files = []); }
        files.Add(($"{table}-{++_files}", rows));
    }

    /// <summary>Replaces each file that <paramref name="change"/> makes another of; <see langword="null"/> leaves a file alone.</summary>
    public void Rewrite(string table, Func<ColumnBatch, ColumnBatch?> change)
    {
        var before = _tables.GetValueOrDefault(table) ?? [];
        _tables.Remove(table);
        foreach (var file in before)
        {
            if (change(file.Rows) is { } changed) { Add(table, changed); }
            else if (_tables.TryGetValue(table, out var files)) { files.Add(file); }
            else { _tables.Add(table, [file]); }
        }
    }

    /// <summary>Puts two files of a table together.</summary>
    public void Join(string table, Func<ColumnBatch, ColumnBatch, ColumnBatch> join)
    {
        if (!_tables.TryGetValue(table, out var files) || files.Count < 2) { return; }
        var (one, other) = (files[0].Rows, files[1].Rows);
        files.RemoveRange(0, 2);
        Add(table, join(one, other));
    }

    /// <summary>Damages everything that is kept.</summary>
    public void Damage(Func<byte[], byte[]> damage)
    {
        foreach (var name in _kept.Keys.ToArray()) { _kept[name] = damage(_kept[name]); }
    }

    public async Task ReadAsync(FactTable table, ImmutableArray<string> columns, Action<ColumnBatch> onBatch, CancellationToken cancellationToken)
    {
        foreach (var part in PartsOf(table)) { await part.ReadAsync(columns, onBatch, cancellationToken); }
    }

    public ImmutableArray<IFactPart> PartsOf(FactTable table) => [.. (_tables.GetValueOrDefault(table.Name) ?? []).Select(file => new Part(this, file.Name, file.Rows))];

    private sealed class Part(PartedFacts facts, string name, ColumnBatch rows) : IFactPart
    {
        public string Name => name;

        public Task ReadAsync(ImmutableArray<string> columns, Action<ColumnBatch> onBatch, CancellationToken cancellationToken)
        {
            var schema = new TableSchema([.. columns.Select(column => rows.Schema.Columns[rows.Schema.IndexOf(column)])]);
            onBatch(new(schema, [.. columns.Select(column => rows[column])], rows.RowCount));
            return Task.CompletedTask;
        }

        public Task<bool> TryUseKeptAsync(string kind, Func<ReadOnlyMemory<byte>, bool> use, CancellationToken cancellationToken)
        {
            lock (facts._kept)
            {
                if (!facts._kept.TryGetValue($"{name}.{kind}", out var kept)) { return Task.FromResult(false); }
                var isUsed = use(kept);
                facts.Uses += isUsed ? 1 : 0;
                facts.Misses += isUsed ? 0 : 1;
                return Task.FromResult(isUsed);
            }
        }

        public Task<bool> TryHoldKeptAsync(string kind, Func<ReadOnlyMemory<byte>, bool> use, CancellationToken cancellationToken) => TryUseKeptAsync(kind, use, cancellationToken);

        public Task KeepAsync(string kind, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
        {
            lock (facts._kept) { facts._kept[$"{name}.{kind}"] = content.ToArray(); }
            return Task.CompletedTask;
        }
    }
}
