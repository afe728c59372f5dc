using System.Collections.Immutable;
using System.Globalization;
using Pipeline.Model;
using Pipeline.Parquet;
using Pipeline.Storage.Delta;

namespace Pipeline.Facts;

/// <summary>Between which values the keys of new rows lie. A part that lies outside in one column holds none of them and is not read.</summary>
/// <remarks>Ids that are counted up, and dates, leave out nearly all of a long history; ids made at random leave out nothing.</remarks>
internal sealed class KeyRange
{
    private readonly ImmutableArray<(ColumnSchema Column, string First, string Last)> _columns;

    private KeyRange(ImmutableArray<(ColumnSchema Column, string First, string Last)> columns) => _columns = columns;

    public static KeyRange Of(FactTable table, ImmutableArray<DataFile> newParts)
    {
        var columns = ImmutableArray.CreateBuilder<(ColumnSchema, string, string)>();
        foreach (var name in KeyColumns.Of(table))
        {
            var column = table.Schema.Columns[table.Schema.IndexOf(name)];
            // Dates in the log's form sort as texts do.
            if (column.Type is not (ColumnType.Text or ColumnType.Date)) { continue; }
            var bounds = ColumnBounds.Around([.. newParts.Select(part => part.Statistics.Of(name))]);
            if (bounds is { Minimum: { } first, Maximum: { } last }) { columns.Add((column, first, last)); }
        }

        return new(columns.ToImmutable());
    }

    /// <summary>Whether a row of the part may have the key of a new one; where bounds are not known it may.</summary>
    public bool MayMeet(DataFile part) => _columns.All(key => key.Column.Type == ColumnType.Text
        ? part.Statistics.Of(key.Column.Name).MayHoldTexts(key.First, key.Last)
        : part.Statistics.Of(key.Column.Name).MayHoldDates(Day(key.First), Day(key.Last)));

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
