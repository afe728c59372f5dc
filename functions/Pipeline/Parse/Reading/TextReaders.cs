using Pipeline.Parquet;

namespace Pipeline.Parse.Reading;

/// <summary>What a mapping asks of a cell, applied to one file.</summary>
/// <param name="Sources">Where the value comes from, in order of preference; the last may be a default text.</param>
/// <param name="IsRequired">Whether a blank value rejects the row.</param>
/// <param name="Column">The canonical column, for messages.</param>
internal sealed record CellPlan(CellSource[] Sources, bool IsRequired, string Column)
{
    /// <summary>Rejects the row if it needed a value.</summary>
    public void NoteBlank(BlockReading block, int row)
    {
        if (!IsRequired) { return; }
        block.Reject(row, Sources.Length > 0 ? Sources[0] : default, default, "missing_value", $"{Column} is blank and the table needs it; fill it in or export the column that holds it");
    }
}

/// <summary>Text as it is.</summary>
internal sealed class TextReader(CellPlan plan) : IColumnReader
{
    public Column Read(BlockReading block, ReadOnlySpan<int> rows)
    {
        var builder = new TextColumnBuilder(block.Arena, rows.Length);
        var cells = block.Cells;
        foreach (var row in rows)
        {
            var cell = cells.Read(row, plan.Sources);
            if (!cell.IsEmpty)
            {
                builder.Add(cell);
                continue;
            }

            plan.NoteBlank(block, row);
            builder.AddNull();
        }

        return builder.Build();
    }
}

/// <summary>Identifiers as they are, unless a spreadsheet has rounded them.</summary>
internal sealed class IdentifierReader(CellPlan plan) : IColumnReader
{
    public Column Read(BlockReading block, ReadOnlySpan<int> rows)
    {
        var builder = new TextColumnBuilder(block.Arena, rows.Length);
        var cells = block.Cells;
        foreach (var row in rows)
        {
            var cell = cells.Read(row, plan.Sources);
            if (!cell.IsEmpty && TextRules.IsDestroyed(cell)) { cell = TextRules.Identifier(block, row, plan.Sources); }
            if (!cell.IsEmpty)
            {
                builder.Add(cell);
                continue;
            }

            plan.NoteBlank(block, row);
            builder.AddNull();
        }

        return builder.Build();
    }
}

/// <summary>Text that is made from cells by a rule.</summary>
internal sealed class DerivedTextReader(CellPlan plan, DerivedTextReader.Rule rule) : IColumnReader
{
    /// <summary>The text of a row, or nothing; a row that cannot be read is rejected in the block.</summary>
    public delegate ReadOnlySpan<byte> Rule(BlockReading block, int row, CellSource[] sources);

    public Column Read(BlockReading block, ReadOnlySpan<int> rows)
    {
        var builder = new TextColumnBuilder(block.Arena, rows.Length);
        foreach (var row in rows)
        {
            var text = rule(block, row, plan.Sources);
            if (!text.IsEmpty)
            {
                builder.Add(text);
                continue;
            }

            plan.NoteBlank(block, row);
            builder.AddNull();
        }

        return builder.Build();
    }
}

/// <summary>The canonical values of labels: of the first column whose label means something. A label is looked up once a block.</summary>
internal sealed class LabelReader(CellPlan plan, Func<string, string?> meaning) : IColumnReader
{
    public Column Read(BlockReading block, ReadOnlySpan<int> rows)
    {
        var builder = new TextColumnBuilder(block.Arena, rows.Length);
        var lookup = new LabelMemory(meaning);
        foreach (var row in rows)
        {
            if (lookup.Find(block, row, plan) is { Length: > 0 } value) { builder.Add(value); }
            else { builder.AddNull(); }
        }

        return builder.Build();
    }
}

/// <summary>The same text in every row.</summary>
internal sealed class FixedTextReader(byte[] text) : IColumnReader
{
    private readonly int[] _offsets = [0, text.Length];

    public Column Read(BlockReading block, ReadOnlySpan<int> rows)
    {
        return Column.OfTexts(new(text, _offsets, 1, block.Arena.Zeros<int>(Math.Max(1, rows.Length))), rows.Length);
    }
}
