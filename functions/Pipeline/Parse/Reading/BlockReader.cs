using System.Collections.Immutable;
using Pipeline.Model;
using Pipeline.Parquet;

namespace Pipeline.Parse.Reading;

/// <summary>Turns a block of rows into batches of tables. The belt's first hot loop: column by column, nothing allocated per row.</summary>
internal static class BlockReader
{
    public static ParsedBlock Read(FilePlan plan, RowBlock rows, ColumnArena arena, out BlockSummary summary)
    {
        var block = new BlockReading(plan, rows, arena);
        ByteCheck.RejectUnreadable(block);
        var controls = plan.Filter.Apply(block);
        block.Warn("truncated_list", rows.TruncatedLists);
        var selections = plan.Outputs.Select(output => Select(output, block)).ToArray();
        ExcludeUnused(block, selections);
        var batches = new (OutputPlan Output, Column[] Columns, int[] Rows, int Count)[plan.Outputs.Length];
        for (var i = 0; i < batches.Length; i++)
        {
            var (selected, count) = selections[i];
            batches[i] = (plan.Outputs[i], ReadColumns(plan.Outputs[i], block, selected.AsSpan(0, count)), selected, count);
        }

        // A row that one table rejects feeds no other: half a fact is worse than a quarantined one.
        var tables = ImmutableArray.CreateBuilder<TableBatch>(batches.Length);
        foreach (var (output, columns, selected, count) in batches)
        {
            var batch = Finish(output, columns, selected.AsSpan(0, count), block);
            if (batch is not null) { tables.Add(batch); }
        }

        var parsed = block.Build(tables.ToImmutable());
        summary = new(parsed.Counts, parsed.Warnings, controls);
        return parsed;
    }

    private static (int[] Rows, int Count) Select(OutputPlan output, BlockReading block)
    {
        var selected = block.Arena.Rent<int>(Math.Max(1, block.Block.RowCount));
        var count = 0;
        if (block.IsWhole && block.Block.Levels is null && output.Level == 0 && output.Where.IsEmpty)
        {
            for (var row = 0; row < block.Block.RowCount; row++) { selected[row] = row; }
            return (selected, block.Block.RowCount);
        }

        for (var row = 0; row < block.Block.RowCount; row++)
        {
            var level = block.Block.Levels is null ? 0 : block.Block.Levels[row];
            if (level != output.Level || !block.IsIn(row)) { continue; }
            var holds = true;
            foreach (var condition in output.Where) { holds = holds && condition.Holds(block.Cells, row); }
            selected[count] = row;
            count += holds ? 1 : 0;
        }

        return (selected, count);
    }

    private static void ExcludeUnused(BlockReading block, (int[] Rows, int Count)[] selections)
    {
        if (selections.Any(selection => selection.Count == block.Block.RowCount)) { return; }
        var isUsed = new bool[block.Block.RowCount];
        foreach (var (rows, count) in selections)
        {
            foreach (var row in rows.AsSpan(0, count)) { isUsed[block.Block.InputRow(row)] = true; }
        }

        for (var row = 0; row < isUsed.Length; row++)
        {
            if (!isUsed[row] && block.Block.InputRow(row) == row) { block.Exclude(row, "no_fact"); }
        }
    }

    private static Column[] ReadColumns(OutputPlan output, BlockReading block, ReadOnlySpan<int> rows)
    {
        var columns = new Column[output.Readers.Length];
        if (output.Currency >= 0) { columns[output.Currency] = output.Readers[output.Currency].Read(block, rows); }
        for (var i = 0; i < columns.Length; i++)
        {
            if (i != output.Currency) { columns[i] = output.Readers[i].Read(block, rows); }
        }

        return columns;
    }

    private static TableBatch? Finish(OutputPlan output, Column[] columns, ReadOnlySpan<int> rows, BlockReading block)
    {
        var count = rows.Length;
        if (block.RejectedRows > 0)
        {
            var kept = block.Arena.Rent<int>(Math.Max(1, rows.Length));
            count = 0;
            for (var i = 0; i < rows.Length; i++)
            {
                kept[count] = i;
                count += block.IsIn(rows[i]) ? 1 : 0;
            }

            for (var i = 0; i < columns.Length && count < rows.Length; i++) { columns[i] = ColumnCompactor.Keep(columns[i], kept.AsSpan(0, count), block.Arena); }
        }

        return count == 0 ? null : new(output.Table, output.Authority, new(output.Table.Schema, [.. columns], count));
    }
}
