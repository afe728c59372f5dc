using Pipeline.Parquet;

namespace Pipeline.Parse.Reading;

/// <summary>The currency of a row's amounts, which is never blank: the cell's, the file's, or an assumed one.</summary>
/// <param name="plan">Where from.</param>
/// <param name="stated">The currency that the file states as a whole, or empty.</param>
/// <param name="assumed">The currency of files that state none; empty where assuming is not allowed.</param>
internal sealed class RowCurrencyReader(CellPlan plan, string stated, string assumed) : IColumnReader
{
    private readonly byte[] _otherwise = System.Text.Encoding.UTF8.GetBytes(stated.Length > 0 ? stated : assumed);

    public Column Read(BlockReading block, ReadOnlySpan<int> rows)
    {
        if (plan.Sources.Length == 0 && _otherwise.Length > 0) { return ReadNone(block, rows); }
        var builder = new TextColumnBuilder(block.Arena, rows.Length);
        var memory = new LabelMemory(block.Arena, Currencies.Find);
        var known = new CellMemory(block.Arena, builder);
        var cells = new ColumnCells(block.Cells, plan.Sources);
        var flags = block.Arena.Rent<byte>(Math.Max(1, rows.Length));
        Array.Clear(flags, 0, rows.Length);
        long assumptions = 0;
        for (var i = 0; (i = known.AddWhileKnown(cells, rows, i)) < rows.Length; i++)
        {
            var plain = cells.Plain(rows[i]);
            var cell = block.Cells.Read(rows[i], plan.Sources);
            var code = cell.IsEmpty ? [] : memory.Find(cell);
            if (code is { Length: > 0 })
            {
                known.Add(plain, code);
                continue;
            }

            if (code is null) { block.Reject(rows[i], plan.Sources[0], cell, "unknown_currency", "the currency is not an ISO 4217 code; write one, such as EUR"); }
            else if (_otherwise.Length == 0) { block.Reject(rows[i], plan.Sources.FirstOrDefault(), cell, "currency_unknown", $"the row names no currency; fill it in, or set sources.{block.Plan.Source.Name}.currency"); }
            builder.Add(_otherwise);
            if (stated.Length > 0) { continue; }
            flags[i] = 1;
            assumptions++;
        }

        block.Warn("currency_assumed", assumptions);
        block.AssumedCurrency = flags;
        return builder.Build();
    }

    /// <summary>The currency of rows that have no cell for it.</summary>
    private Column ReadNone(BlockReading block, ReadOnlySpan<int> rows)
    {
        var flags = block.Arena.Rent<byte>(Math.Max(1, rows.Length));
        flags.AsSpan(0, rows.Length).Fill(stated.Length > 0 ? (byte)0 : (byte)1);
        if (stated.Length == 0) { block.Warn("currency_assumed", rows.Length); }
        block.AssumedCurrency = flags;
        return new FixedTextReader(_otherwise).Read(block, rows);
    }
}

/// <summary>Whether the currency of each row was assumed; read after it.</summary>
internal sealed class AssumedCurrencyReader : IColumnReader
{
    public Column Read(BlockReading block, ReadOnlySpan<int> rows) => Column.OfBooleans(block.AssumedCurrency, rows.Length);
}

/// <summary>The exponent of a row's currency.</summary>
/// <param name="Sources">Where the currency stands.</param>
/// <param name="Otherwise">The currency of rows that name none.</param>
/// <param name="System">The system that counts the minor units.</param>
internal sealed record CurrencyExponent(CellSource[] Sources, string Otherwise, string System)
{
    public int Of(BlockReading block, int row)
    {
        var cell = block.Cells.Read(row, Sources);
        if (cell.IsEmpty || cell.Length > 40) { return Currencies.ExponentOf(Otherwise, System); }
        Span<char> text = stackalloc char[40];
        text = text[..global::System.Text.Encoding.UTF8.GetChars(cell, text)];
        return Currencies.ExponentOf(text.Length == 3 ? text : Currencies.Find(text.ToString()) ?? Otherwise, System);
    }
}
