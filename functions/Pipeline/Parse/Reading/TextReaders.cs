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
    /// <summary>A reader of texts as they are, or of the one that all rows have.</summary>
    public static IColumnReader Of(CellPlan plan) =>
        plan.Sources is [{ Column: CellSource.FixedText, Fixed: { Length: > 0 } text }, ..] ? new FixedTextReader(text) : new TextReader(plan);

    public Column Read(BlockReading block, ReadOnlySpan<int> rows)
    {
        var builder = new TextColumnBuilder(block.Arena, rows.Length);
        var cells = new ColumnCells(block.Cells, plan.Sources);
        for (var i = 0; (i = builder.AddWhilePlain(cells, rows, !plan.IsRequired, TextColumnBuilder.NoneIsOdd)) < rows.Length;)
        {
            var cell = block.Cells.Read(rows[i], plan.Sources);
            if (!cell.IsEmpty)
            {
                builder.Add(cell);
                continue;
            }

            plan.NoteBlank(block, rows[i]);
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
        var cells = new ColumnCells(block.Cells, plan.Sources);
        // A rounded number has a plus sign; what starts with a number sign is always looked at, as a token for null may.
        for (var i = 0; (i = builder.AddWhilePlain(cells, rows, !plan.IsRequired, (byte)'+')) < rows.Length;)
        {
            var cell = TextRules.Identifier(block, rows[i], plan.Sources);
            if (!cell.IsEmpty)
            {
                builder.Add(cell);
                continue;
            }

            plan.NoteBlank(block, rows[i]);
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

/// <summary>Text that a rule makes of the first cell with a value, and of no other.</summary>
/// <param name="plan">Where from.</param>
/// <param name="rule">The rule; it rejects no row.</param>
/// <param name="mark">The character after whose last occurrence stands all that the rule takes, or 0.</param>
internal sealed class CellTextReader(CellPlan plan, DerivedTextReader.Rule rule, byte mark = 0) : IColumnReader
{
    public Column Read(BlockReading block, ReadOnlySpan<int> rows)
    {
        var builder = new TextColumnBuilder(block.Arena, rows.Length);
        var memory = new CellMemory(block.Arena, builder);
        var cells = new ColumnCells(block.Cells, plan.Sources);
        for (var i = 0; i < rows.Length; i++)
        {
            i = mark == 0 ? memory.AddWhileKnown(cells, rows, i) : memory.AddWhileKnown(cells, rows, i, mark);
            if (i == rows.Length) { break; }
            var text = rule(block, rows[i], plan.Sources);
            if (!text.IsEmpty || !plan.IsRequired)
            {
                memory.Add(mark == 0 ? cells.Plain(rows[i]) : Behind(cells.Plain(rows[i])), text);
                continue;
            }

            plan.NoteBlank(block, rows[i]);
            builder.AddNull();
        }

        return builder.Build();
    }

    /// <summary>What stands behind the mark, provided that something stands before it, and that a short text can be read there.</summary>
    private ReadOnlySpan<byte> Behind(ReadOnlySpan<byte> cell)
    {
        var at = cell.LastIndexOf(mark);
        return at is > 0 and <= ShortText.Room ? cell[(at + 1)..] : default;
    }
}

/// <summary>The canonical values of labels: of the first column whose label means something. A label is looked up once a block.</summary>
internal sealed class LabelReader(CellPlan plan, Func<string, string?> meaning) : IColumnReader
{
    public Column Read(BlockReading block, ReadOnlySpan<int> rows)
    {
        var builder = new TextColumnBuilder(block.Arena, rows.Length);
        var lookup = new LabelMemory(block.Arena, meaning);
        var memory = new CellMemory(block.Arena, builder);
        var cells = new ColumnCells(block.Cells, plan.Sources);
        for (var i = 0; (i = memory.AddWhileKnown(cells, rows, i)) < rows.Length; i++)
        {
            var cell = cells.Plain(rows[i]);
            // Of a label that means nothing the next column decides.
            if (lookup.Find(block, rows[i], plan) is { Length: > 0 } value) { memory.Add(!cell.IsEmpty && lookup.Find(cell) == value ? cell : default, value); }
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
