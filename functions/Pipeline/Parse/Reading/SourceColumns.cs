using System.Collections.Immutable;
using System.Text;

namespace Pipeline.Parse.Reading;

/// <summary>What a file says as a whole.</summary>
internal sealed record FileContext
{
    public required string FileId { get; init; }

    /// <summary>Microseconds since 1970.</summary>
    public required long SnapshotAt { get; init; }

    /// <summary>The name of the worksheet, or empty.</summary>
    public string Sheet { get; init; } = "";

    public NumberLocale Numbers { get; init; }

    public DateOrder Dates { get; init; }

    /// <summary>The currency that the file names as a whole, or empty.</summary>
    public string StatedCurrency { get; init; } = "";

    /// <summary>The currency of files that name none; empty where that is not allowed.</summary>
    public string AssumedCurrency { get; init; } = "";

    /// <summary>The account of files that name none.</summary>
    public string Account { get; init; } = "default";

    /// <summary>The system, for its minor units.</summary>
    public string System { get; init; } = "";
}

/// <summary>Finds the columns of mappings in one file, and stands fixed texts in for the names in braces.</summary>
/// <param name="header">The file's columns.</param>
/// <param name="takesAll">Whether every name counts, not only the first that is there: in JSON any object may have any of them.</param>
/// <param name="named">Values of names in braces: captures, the sheet.</param>
/// <param name="valueColumn">The column of <c>{value}</c>, or -1.</param>
internal sealed class SourceColumns(HeaderIndex header, bool takesAll, IReadOnlyDictionary<string, string> named, int valueColumn = -1)
{
    private ImmutableArray<Mapping> _mappings = [];

    public HeaderIndex Header => header;

    /// <summary>The same for the mappings of one output, among which currencies are looked up.</summary>
    public SourceColumns For(ImmutableArray<Mapping> mappings, IReadOnlyDictionary<string, string> captures, int value) =>
        new(header, takesAll, Merge(captures), value) { _mappings = mappings };

    /// <summary>The columns in order of preference, those that the file lacks left out, and a default text last.</summary>
    public CellSource[] First(ImmutableArray<Header> from, string otherwise)
    {
        var sources = new List<CellSource>();
        foreach (var names in from) { sources.AddRange(Find(names)); }
        if (otherwise.Length > 0) { sources.Add(new(CellSource.FixedText, Encoding.UTF8.GetBytes(otherwise))); }
        return [.. sources];
    }

    /// <summary>One source for each header; a header that the file lacks is blank.</summary>
    public CellSource[] Each(ImmutableArray<Header> from) =>
        [.. from.Select(names => Find(names) is [var first, ..] ? first : new(CellSource.FixedText, []))];

    /// <summary>The exponents of a mapping's currency.</summary>
    public CurrencyExponent CurrencyOf(string column, FileContext context)
    {
        var mapping = _mappings.FirstOrDefault(mapping => string.Equals(mapping.Column, column, StringComparison.Ordinal));
        var otherwise = context.StatedCurrency.Length > 0 ? context.StatedCurrency : context.AssumedCurrency;
        if (mapping is { Rule: ReadingRule.Constant }) { return new([new(CellSource.FixedText, Encoding.UTF8.GetBytes(mapping.Text))], otherwise, context.System); }
        return new(mapping is null ? [] : First(mapping.From, mapping.Default), otherwise, context.System);
    }

    private List<CellSource> Find(Header names)
    {
        var found = new List<CellSource>();
        foreach (var name in names.Names)
        {
            if (name.StartsWith('{') && name.EndsWith('}')) { AddNamed(found, name); }
            else if (header.Find([name]) is >= 0 and var column) { found.Add(new(column)); }
            if (found.Count > 0 && !takesAll) { break; }
        }

        return found;
    }

    private void AddNamed(List<CellSource> found, string name)
    {
        if (name is "{row}") { found.Add(new(CellSource.RowNumber)); }
        else if (name is "{value}" && valueColumn >= 0) { found.Add(new(valueColumn)); }
        else if (named.TryGetValue(name, out var text) && text.Length > 0) { found.Add(new(CellSource.FixedText, Encoding.UTF8.GetBytes(text))); }
        else if (header.Find([name]) is >= 0 and var column) { found.Add(new(column)); }
    }

    private Dictionary<string, string> Merge(IReadOnlyDictionary<string, string> captures)
    {
        var all = new Dictionary<string, string>(named, StringComparer.Ordinal);
        foreach (var (name, text) in captures) { all[name] = text; }
        return all;
    }
}
