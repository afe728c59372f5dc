using System.Collections.Immutable;
using System.Text;
using Pipeline.Model;
using Pipeline.Parquet;

namespace Pipeline.Parse.Reading;

/// <summary>Applies a declaration to the columns of one file.</summary>
/// <param name="source">The declaration.</param>
/// <param name="columns">The file's columns.</param>
/// <param name="context">What the file says as a whole.</param>
/// <param name="settings">What the company settled.</param>
internal sealed class PlanBuilder(SourceDefinition source, SourceColumns columns, FileContext context, ParseSettings settings)
{
    /// <summary>The plan, or why the file cannot be read.</summary>
    public FilePlan Build(out ExportRefused? refused)
    {
        var lists = NestedLists(source);
        var outputs = ImmutableArray.CreateBuilder<OutputPlan>();
        refused = null;
        foreach (var output in source.Outputs)
        {
            var level = output.RowsOf.Length == 0 ? 0 : lists.IndexOf(output.RowsOf) + 1;
            foreach (var (captures, column) in Expand(output))
            {
                var own = columns.For(output.Columns, captures, column);
                refused ??= MissingColumn(output, own);
                if (refused is null) { outputs.Add(Build(output, own, (byte)level, column)); }
            }
        }

        return new()
        {
            Source = source,
            Columns = columns.Header.Names,
            FileId = context.FileId,
            Nulls = new(source.NullTokens),
            Outputs = outputs.ToImmutable(),
            Filter = BuildFilter(),
            Settings = settings,
            Labels = new(settings),
            SourceZone = ParseZones.Of(source, settings),
            Numbers = context.Numbers,
            Dates = context.Dates,
            SnapshotAt = context.SnapshotAt,
        };
    }

    /// <summary>The nested lists whose items a source reads, in the order in which levels number them from 1.</summary>
    public static ImmutableArray<string> NestedLists(SourceDefinition source) =>
        [.. source.Outputs.Select(output => output.RowsOf).Where(list => list.Length > 0).Distinct(StringComparer.Ordinal)];

    /// <summary>The captures and the value column of each column that an output turns into rows; one empty set for an output that reads whole rows.</summary>
    private List<(IReadOnlyDictionary<string, string> Captures, int Column)> Expand(Output output)
    {
        if (output.Unpivot is null) { return [(new Dictionary<string, string>(StringComparer.Ordinal), -1)]; }
        var found = new List<(IReadOnlyDictionary<string, string>, int)>();
        var patterns = output.Unpivot.Patterns.Select(pattern => new HeaderPattern(pattern)).ToArray();
        for (var i = 0; i < columns.Header.Names.Length; i++)
        {
            var captures = patterns.Select(pattern => pattern.Match(columns.Header.Names[i])).FirstOrDefault(match => match is not null);
            if (captures is not null) { found.Add((captures, i)); }
        }

        return found;
    }

    private ExportRefused? MissingColumn(Output output, SourceColumns own)
    {
        foreach (var mapping in output.Columns)
        {
            var target = output.Table.Schema.Columns[output.Table.Schema.IndexOf(mapping.Column)];
            if (!ReaderFactory.NeedsValue(target, mapping) || mapping.From.All(header => header.IsEmpty) || IsRowCurrency(output.Table, mapping.Column) || own.First(mapping.From, mapping.Default).Length > 0) { continue; }
            return new("missing_column", $"{source.Name}: the header lacks {Quote(mapping.From)}, which {output.Table.Name}.{mapping.Column} needs; the export has {Quote(columns.Header.Names)}. Export that column too.");
        }

        return null;
    }

    private OutputPlan Build(Output output, SourceColumns own, byte level, int valueColumn)
    {
        var factory = new ReaderFactory(own, context);
        var readers = ImmutableArray.CreateBuilder<IColumnReader>(output.Table.Columns.Length);
        var currency = -1;
        foreach (var target in output.Table.Columns)
        {
            var mapping = output.Columns.FirstOrDefault(mapping => string.Equals(mapping.Column, target.Name, StringComparison.Ordinal));
            if (IsRowCurrency(output.Table, target.Name) && mapping is not { Rule: ReadingRule.Constant })
            {
                currency = readers.Count;
                readers.Add(new RowCurrencyReader(new(mapping is null ? [] : own.First(mapping.From, mapping.Default), false, target.Name), context.StatedCurrency, context.AssumedCurrency));
                continue;
            }

            var isAssumption = string.Equals(target.Name, "currency_assumed", StringComparison.Ordinal);
            readers.Add(isAssumption && currency >= 0 ? new AssumedCurrencyReader()
                : isAssumption ? new FixedFlagReader(value: false)
                : mapping is not null ? factory.Create(target, mapping) : Unmapped(target, own));
        }

        var where = output.Where.Select(condition => Build(condition, own));
        if (valueColumn >= 0) { where = where.Append(new([new(valueColumn)], [""], isNegated: true)); }
        return new(output.Table, output.Authority, [.. where], level, readers.ToImmutable(), currency);
    }

    /// <summary>Whether the column holds the currency of the row's amounts, which is filled even where the export names none.</summary>
    private static bool IsRowCurrency(FactTable table, string column) =>
        string.Equals(column, "currency", StringComparison.Ordinal) && table.Columns.Any(other => other.Type == ColumnType.Decimal);

    private IColumnReader Unmapped(ColumnSchema target, SourceColumns own) => target.Name switch
    {
        Envelope.SourceSystem => Fixed(source.System),
        Envelope.SourceAccount => TextReader.Of(new(own.First([source.Account], context.Account), true, target.Name)),
        Envelope.SourceObject => Fixed(source.Object),
        Envelope.SourceFormat => Fixed(source.Format),
        Envelope.FileId => Fixed(context.FileId),
        Envelope.RowNumber => new RowNumberReader(),
        Envelope.SnapshotAt => new FixedInstantReader(context.SnapshotAt),
        Envelope.IsDeleted => new FixedFlagReader(value: false),
        _ => new BlankReader(target.Type),
    };

    private static FixedTextReader Fixed(string text) => new(Encoding.UTF8.GetBytes(text));

    private static ConditionPlan Build(Condition condition, SourceColumns own) =>
        new(own.First([condition.Column], ""), condition.Values, condition.IsNegated, condition.SameAs.IsEmpty ? null : own.First([condition.SameAs], ""));

    private RowFilter BuildFilter()
    {
        var totals = source.TotalRows.Select(total =>
        {
            var column = total.Column.IsEmpty ? 0 : columns.Header.Find(total.Column);
            return new TotalPlan(new(column), [.. total.Starts.Select(HeaderName.Normalise)], columns.Header.Find(total.Reconcile), column == 0);
        });
        var exclusions = source.Exclusions.Select(exclusion => (exclusion.Reason, exclusion.When.Select(condition => Build(condition, columns)).ToImmutableArray()));
        return new(source.Footer, [.. totals.Where(total => total.Source.Column >= 0)], [.. exclusions]);
    }

    private static string Quote(ImmutableArray<Header> headers) => string.Join(" or ", headers.SelectMany(header => header.Names).Take(4).Select(name => $"'{name}'"));

    private static string Quote(ImmutableArray<string> names) => string.Join(", ", names.Take(12).Select(name => $"'{name}'")) + (names.Length > 12 ? ", …" : "");
}

/// <summary>Time zones by name.</summary>
internal static class ParseZones
{
    /// <summary>The zone of a source's times without an offset: the setting's, then the declaration's.</summary>
    public static TimeZoneInfo Of(SourceDefinition source, ParseSettings settings)
    {
        var name = settings.For(source).TimeZone ?? source.TimeZone;
        return string.Equals(name, SourceDefinition.ReportingZone, StringComparison.Ordinal) ? settings.ReportingZone : TimeZoneInfo.FindSystemTimeZoneById(name);
    }
}
