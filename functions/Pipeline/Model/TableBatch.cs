using Pipeline.Parquet;

namespace Pipeline.Model;

/// <summary>Rows of one export on their way into a fact table.</summary>
/// <param name="Table">The table.</param>
/// <param name="Authority">Of two exports that speak of the same key (or account and day) the one with the higher authority wins, whatever their age:
/// a full object over what a history report says of it, a finer report level over a coarser one. One export has one authority for each table.</param>
/// <param name="Rows">All columns of the table, envelope included.</param>
public sealed record TableBatch(FactTable Table, int Authority, ColumnBatch Rows);
