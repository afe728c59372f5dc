using System.Collections.Immutable;
using Pipeline.Model;
using Pipeline.Parquet;

namespace Pipeline.Metrics;

/// <summary>The facts that metrics are computed from: one consistent version of every table.</summary>
public interface IFactReader
{
    /// <summary>Reads the named columns of a table, in batches and in no particular order. A table that does not exist has no batches.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">Names of its columns; each batch has just these, in this order.</param>
    /// <param name="onBatch">Called for every batch, from several threads at once. The batch is valid until it returns.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    Task ReadAsync(FactTable table, ImmutableArray<string> columns, Action<ColumnBatch> onBatch, CancellationToken cancellationToken);

    /// <summary>How many rows a table has, deleted ones among them; 0 when that is only known once they were read.</summary>
    long RowsOf(FactTable table) => 0;

    /// <summary>The files that a table consists of. None when the table does not exist, or when nothing is kept of its files.</summary>
    ImmutableArray<IFactPart> PartsOf(FactTable table) => [];
}
