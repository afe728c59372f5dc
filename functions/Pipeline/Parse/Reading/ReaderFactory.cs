using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Pipeline.Model;
using Pipeline.Parquet;

namespace Pipeline.Parse.Reading;

/// <summary>Makes the reader of a mapping for one file.</summary>
/// <param name="columns">Finds the columns of the file.</param>
/// <param name="context">What the file as a whole says.</param>
internal sealed class ReaderFactory(SourceColumns columns, FileContext context)
{
    public IColumnReader Create(ColumnSchema target, Mapping mapping)
    {
        if (mapping.Rule == ReadingRule.Constant) { return Fixed(target, mapping.Text); }
        if (mapping.Rule == ReadingRule.Watermark) { return new FixedInstantReader(context.SnapshotAt); }
        if (mapping.Rule == ReadingRule.Currency && mapping.From.All(header => header.IsEmpty)) { return new RowCurrencyReader(new([], false, target.Name), context.StatedCurrency, context.AssumedCurrency); }
        var combines = IsCombining(mapping.Rule);
        var sources = combines ? columns.Each(mapping.From) : columns.First(mapping.From, mapping.Default);
        var plan = new CellPlan(sources, NeedsValue(target, mapping), target.Name);
        if (target.Name == Envelope.SnapshotAt) { return new InstantReader(plan, takesDay: true, context.SnapshotAt); }
        if (target.Name == Envelope.IsDeleted && sources.Length == 0) { return new FixedFlagReader(value: false); }
        if (sources.Length == 0 && mapping.Rule != ReadingRule.RowIdentifier) { return new BlankReader(target.Type); }
        if (mapping.Rule == ReadingRule.Enumeration && target.Type != ColumnType.Text) { return new LabelledReader(plan, target, Meaning(mapping.Labels!)); }
        return target.Type switch
        {
            ColumnType.Text => CreateText(plan, mapping),
            ColumnType.Boolean => new FlagReader(plan, target.Nullable),
            ColumnType.Date => new DateReader(plan, mapping.IsLastDay),
            ColumnType.Timestamp when mapping.Rule == ReadingRule.DayStart => new DayStartReader(plan),
            ColumnType.Timestamp => new InstantReader(plan, mapping.Rule == ReadingRule.InstantOrDay),
            ColumnType.Int64 or ColumnType.Decimal => CreateNumber(plan, target, mapping),
            _ => throw new NotSupportedException($"{target.Name} is {target.Type}, which no rule reads"),
        };
    }

    /// <summary>Whether a blank cell rejects its row. The envelope has values of its own to fall back to.</summary>
    public static bool NeedsValue(ColumnSchema target, Mapping mapping) =>
        mapping.IsRequired || !(target.Nullable || target.Name is Envelope.IsDeleted or Envelope.SnapshotAt);

    /// <summary>Whether the rule needs all columns of the mapping rather than the first with a value.</summary>
    public static bool IsCombining(ReadingRule rule) =>
        rule is ReadingRule.Joined or ReadingRule.OpportunityStatus or ReadingRule.RevenueClass or ReadingRule.CreditMinusDebit or ReadingRule.SignedByPosting;

    /// <summary>The same value in every row, written as a cell would hold it.</summary>
    private static IColumnReader Fixed(ColumnSchema target, string text)
    {
        var cell = Encoding.UTF8.GetBytes(text);
        var plan = new CellPlan([new(CellSource.FixedText, cell)], !target.Nullable, target.Name);
        return target.Type switch
        {
            ColumnType.Text => new FixedTextReader(cell),
            ColumnType.Boolean => new FixedFlagReader(FlagCell.Read(cell) ?? throw new ArgumentException($"'{text}' is not a flag for {target.Name}")),
            ColumnType.Date => new DateReader(plan),
            ColumnType.Timestamp => new InstantReader(plan, takesDay: true),
            _ => new NumberReader(plan, new(target.Scale, 0, false, target.Type == ColumnType.Int64)),
        };
    }

    private static IColumnReader CreateText(CellPlan plan, Mapping mapping)
    {
        var separator = Encoding.UTF8.GetBytes(mapping.Text);
        return mapping.Rule switch
        {
            ReadingRule.Identifier => new IdentifierReader(plan),
            ReadingRule.SalesforceIdentifier => new DerivedTextReader(plan, TextRules.SalesforceIdentifier),
            ReadingRule.KeyedHash => new KeyedHashReader(plan),
            ReadingRule.EmailDomain => new CellTextReader(plan, TextRules.EmailDomain, (byte)'@'),
            ReadingRule.WebDomain => new DerivedTextReader(plan, TextRules.WebDomain),
            ReadingRule.FirstOfList => new DerivedTextReader(plan, TextRules.FirstOfList),
            ReadingRule.Joined => new DerivedTextReader(plan, (block, row, sources) => TextRules.Joined(block, row, sources, separator)),
            ReadingRule.RowIdentifier => new DerivedTextReader(plan, (block, row, _) => TextRules.RowIdentifier(block, row)),
            ReadingRule.OpportunityStatus when plan.Sources is [_, { Column: CellSource.FixedText }, { Column: CellSource.FixedText }] => new CellTextReader(plan, TextRules.OpportunityStatus),
            ReadingRule.OpportunityStatus => new DerivedTextReader(plan, TextRules.OpportunityStatus),
            ReadingRule.RevenueClass => new DerivedTextReader(plan, TextRules.RevenueClass),
            ReadingRule.Currency => new LabelReader(plan, Currencies.Find),
            ReadingRule.Enumeration => new LabelReader(plan, Meaning(mapping.Labels ?? throw new ArgumentException($"{mapping.Column} has no labels"))),
            ReadingRule.LeadStatus => new CellTextReader(plan, (block, row, sources) => block.LeadStatusOf(block.Cells.Read(row, sources))),
            _ => TextReader.Of(plan),
        };
    }

    private static Func<string, string?> Meaning(LabelMap map)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (label, value) in map.Labels) { labels[HeaderName.NormaliseLabel(label)] = value; }
        return label => labels.TryGetValue(HeaderName.NormaliseLabel(label), out var value) ? value : string.Equals(map.Unknown, LabelMap.Keep, StringComparison.Ordinal) ? label : map.Unknown;
    }

    private IColumnReader CreateNumber(CellPlan plan, ColumnSchema target, Mapping mapping)
    {
        var form = new NumberForm(target.Scale, mapping.Exponent, mapping.IsNegated, target.Type == ColumnType.Int64);
        var rules = new NumberRules(plan.Sources, target.Scale, context.Numbers);
        return mapping.Rule switch
        {
            ReadingRule.MinorUnits => new DerivedNumberReader(plan, form, rules.MinorUnits(columns.CurrencyOf(mapping.CurrencyColumn, context))),
            ReadingRule.Reciprocal => new DerivedNumberReader(plan, form, rules.Reciprocal),
            ReadingRule.CreditMinusDebit => new DerivedNumberReader(plan, form, rules.CreditMinusDebit),
            ReadingRule.SignedByPosting => new DerivedNumberReader(plan, form, rules.SignedByPosting),
            _ => new NumberReader(plan, form),
        };
    }
}
