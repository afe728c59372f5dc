using System.Collections.Immutable;
using Pipeline.Metrics;
using Pipeline.Model;
using Pipeline.Parquet;

namespace Pipeline.Testing.Metrics;

/// <summary>Facts that lie in memory as one batch a table, by table name.</summary>
public sealed class BatchFacts(IReadOnlyDictionary<string, ColumnBatch> tables) : IFactReader
{
    public Task ReadAsync(FactTable table, ImmutableArray<string> columns, Action<ColumnBatch> onBatch, CancellationToken cancellationToken)
    {
        if (tables.TryGetValue(table.Name, out var rows))
        {
            var schema = new TableSchema([.. columns.Select(name => rows.Schema.Columns[rows.Schema.IndexOf(name)])]);
            onBatch(new(schema, [.. columns.Select(name => rows[name])], rows.RowCount));
        }

        return Task.CompletedTask;
    }
}
