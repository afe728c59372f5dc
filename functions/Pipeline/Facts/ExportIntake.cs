using Pipeline.Model;
using Pipeline.Storage.Delta;

namespace Pipeline.Facts;

/// <summary>The rows of one export for one table. When the export turns out to be unusable it is not completed, and nobody ever sees them.</summary>
public sealed class ExportIntake
{
    /// <summary>A part larger than this costs more to rewrite than a reader gains from it.</summary>
    private const int RowsPerPart = 64_000;

    private readonly TableIntake _table;
    private readonly string _transaction;
    private readonly bool _isDone;
    private readonly List<Task<DataFile>> _parts = [];
    private readonly HashSet<SourceScope> _scopes = [];
    private readonly Dictionary<CoveredDays, CoveredDays> _coverage = [];
    private PartStream? _open;
    private readonly ExportKeys _keys;
    private int _authority;
    private long _rowCount;

    internal ExportIntake(TableIntake table, string transaction, bool isDone)
    {
        _table = table;
        _transaction = transaction;
        _isDone = isDone;
        _keys = new ExportKeys(table.Memory);
    }

    public async Task AddAsync(PreparedRows rows, CancellationToken cancellationToken)
    {
        Note(rows);
        if (rows.RowCount == 0 || _isDone) { return; }
        if (_open is not null && _open.RowCount + rows.RowCount > RowsPerPart) { ClosePart(); }

        _open ??= new PartStream(_table.Delta, _table.Table.Schema, cancellationToken);
        await _open.AppendAsync(rows.Group, rows.RowCount, cancellationToken).ConfigureAwait(false);
        _keys.Add(rows);
    }

    /// <summary>Says that the export is good: its rows will be merged.</summary>
    /// <returns>What it gave to the table.</returns>
    public TableShare Complete()
    {
        ClosePart();
        if (!_isDone) { _table.Complete(new(_transaction, _parts, _keys, _rowCount)); }
        return new(_table.Table.Name, _authority, _rowCount, [.. _scopes.OrderBy(scope => scope.ToString(), StringComparer.Ordinal)], [.. _coverage.Values]);
    }

    private void Note(PreparedRows rows)
    {
        _authority = rows.Authority;
        _rowCount += rows.RowCount;
        _scopes.UnionWith(rows.Scopes);
        foreach (var days in rows.Coverage)
        {
            var scope = days with { FirstDay = 0, LastDay = 0 };
            _coverage[scope] = _coverage.TryGetValue(scope, out var known)
                ? days with { FirstDay = Math.Min(days.FirstDay, known.FirstDay), LastDay = Math.Max(days.LastDay, known.LastDay) }
                : days;
        }
    }

    private void ClosePart()
    {
        if (_open is not null) { _parts.Add(_open.CompleteAsync()); }
        _open = null;
    }
}
