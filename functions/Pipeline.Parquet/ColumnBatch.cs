using System.Collections.Immutable;

namespace Pipeline.Parquet;

/// <summary>A run of rows of one table, as columns in the order of its schema.</summary>
public sealed record ColumnBatch
{
    /// <exception cref="ArgumentException">The columns do not fit the schema: another number, type or row count.</exception>
    public ColumnBatch(TableSchema schema, ImmutableArray<Column> columns, int rowCount)
    {
        if (columns.Length != schema.Columns.Length)
        {
            throw new ArgumentException($"the schema has {schema.Columns.Length} columns, the batch {columns.Length}", nameof(columns));
        }

        for (var i = 0; i < columns.Length; i++)
        {
            if (columns[i].Type != schema.Columns[i].Type || columns[i].Count != rowCount)
            {
                throw new ArgumentException(
                    $"column '{schema.Columns[i].Name}' is {schema.Columns[i].Type} of {rowCount} rows in the schema, {columns[i].Type} of {columns[i].Count} in the batch",
                    nameof(columns));
            }
        }

        Schema = schema;
        Columns = columns;
        RowCount = rowCount;
    }

    public TableSchema Schema { get; }

    public ImmutableArray<Column> Columns { get; }

    public int RowCount { get; }

    /// <summary>The column called <paramref name="name"/>.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public Column this[string name]
    {
        get
        {
            var index = Schema.IndexOf(name);
            return index >= 0 ? Columns[index] : throw new ArgumentException($"no column is called '{name}'", nameof(name));
        }
    }
}
