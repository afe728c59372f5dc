namespace Pipeline.Parse.Reading;

/// <summary>Numbers that are made from several cells or need the row's currency.</summary>
internal sealed class NumberRules(CellSource[] sources, int scale, NumberLocale locale)
{
    public DerivedNumberReader.Rule MinorUnits(CurrencyExponent exponent) => (BlockReading block, int row, int index, out long value) =>
    {
        var digits = exponent.Of(block, row);
        value = 0;
        var cell = block.Cells.Read(row, sources);
        return cell.IsEmpty ? NumberOutcome.Blank : NumberCell.Read(cell, locale, scale, digits, out value);
    };

    public NumberOutcome Reciprocal(BlockReading block, int row, int index, out long value)
    {
        value = 0;
        var cell = block.Cells.Read(row, sources);
        if (cell.IsEmpty) { return NumberOutcome.Blank; }
        var outcome = NumberCell.Read(cell, locale, Digits, 0, out var divisor);
        if (outcome is not (NumberOutcome.Exact or NumberOutcome.Rounded)) { return outcome; }
        if (divisor == 0) { return NumberOutcome.NotANumber; }
        // A quotient is seldom finite; that it is rounded at the column's scale is what the rule says, not news.
        var result = NumberCell.Scale(Unit / divisor, scale, out value);
        return result == NumberOutcome.Rounded ? NumberOutcome.Exact : result;
    }

    public NumberOutcome CreditMinusDebit(BlockReading block, int row, int index, out long value)
    {
        value = 0;
        var creditCell = block.Cells.Read(row, sources[0]);
        var hasCredit = !creditCell.IsEmpty;
        long credit = 0;
        var first = hasCredit ? NumberCell.Read(creditCell, locale, scale, 0, out credit) : NumberOutcome.Exact;
        var debitCell = block.Cells.Read(row, sources[1]);
        if (!hasCredit && debitCell.IsEmpty) { return NumberOutcome.Blank; }
        long debit = 0;
        var second = debitCell.IsEmpty ? NumberOutcome.Exact : NumberCell.Read(debitCell, locale, scale, 0, out debit);
        value = credit - debit;
        return first > second ? first : second;
    }

    public NumberOutcome SignedByPosting(BlockReading block, int row, int index, out long value)
    {
        value = 0;
        var isDebit = System.Text.Ascii.EqualsIgnoreCase(block.Cells.Read(row, sources[1]), "debit"u8);
        var cell = block.Cells.Read(row, sources[0]);
        if (cell.IsEmpty) { return NumberOutcome.Blank; }
        var outcome = NumberCell.Read(cell, locale, scale, 0, out value);
        value = isDebit ? -value : value;
        return outcome;
    }

    /// <summary>Digits behind the point with which a divisor is read.</summary>
    private const int Digits = 9;

    private const decimal Unit = 1_000_000_000;
}
