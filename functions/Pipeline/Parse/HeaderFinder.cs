using System.Collections.Immutable;
using Pipeline.Model;

namespace Pipeline.Parse;

/// <summary>Finds the header among the first rows of a table: the row whose cells some source asks for. What stands above it is the preamble.</summary>
/// <param name="catalog">The sources.</param>
internal sealed class HeaderFinder(SourceCatalog catalog)
{
    public const int PreambleRows = 60;
    public const int ColumnLimit = 5_000;

    private Found? _best;
    private ImmutableArray<string> _guess = [];

    /// <summary>Looks at rows, which may be the same file cut in another way.</summary>
    /// <param name="rows">Cells of the first rows.</param>
    /// <param name="sheet">The worksheet, or empty.</param>
    /// <param name="toShape">The shape of a table whose header is a row.</param>
    public void Look(IReadOnlyList<ImmutableArray<string>> rows, string sheet, Func<int, TableShape> toShape)
    {
        for (var i = 0; i < Math.Min(rows.Count, PreambleRows); i++)
        {
            if (rows[i].Count(cell => cell.Length > 0) > _guess.Count(cell => cell.Length > 0)) { _guess = rows[i]; }
            if (rows[i].Length <= ColumnLimit) { Look(rows, i, sheet, toShape); }
        }
    }

    /// <summary>What was found, or a refusal that shows the row that looks most like a header.</summary>
    public Recognition Decide()
    {
        if (_best is not null) { return TableVerdict.Of(_best.Match.Source, _best.Head, _best.Shape); }
        return new()
        {
            Refused = [_guess.Length > ColumnLimit
                ? new ExportRefused("too_many_columns", $"the header has more than {ColumnLimit} columns; export only those that are needed")
                : DeclarationStub.Refuse(_guess)],
        };
    }

    private void Look(IReadOnlyList<ImmutableArray<string>> rows, int index, string sheet, Func<int, TableShape> toShape)
    {
        if (!catalog.IsPlausible([.. rows[index].Select(HeaderName.Normalise)])) { return; }
        var head = new TableHead
        {
            Header = new(rows[index]),
            FirstRow = index + 1 < rows.Count ? rows[index + 1] : default,
            LinesAbove = rows.Take(index).Select(row => string.Join(' ', row)),
            Sheet = sheet,
        };
        var match = catalog.Find(head);
        if (match is not null && (_best is null || match.IsBetterThan(_best.Match))) { _best = new(match, head, toShape(index)); }
    }

    private sealed record Found(SourceCatalog.Match Match, TableHead Head, TableShape Shape);
}

/// <summary>What becomes of a table once its source is known.</summary>
internal static class TableVerdict
{
    public static Recognition Of(SourceDefinition source, TableHead head, TableShape shape)
    {
        if (source.IgnoredBecause is { } reason) { return new() { Ignored = [new(source.Name, reason)] }; }
        var missing = source.Requires.FirstOrDefault(requirement => head.Header.Find(requirement.Names) < 0);
        if (missing is not null) { return new() { Refused = [new(missing.Code, $"{source.Name}: {missing.Sentence}")] }; }
        var said = source.RefuseWhenPreambleSays.FirstOrDefault(requirement => requirement.Names.Names.Any(head.Preamble.Says));
        if (said is not null) { return new() { Refused = [new(said.Code, $"{source.Name}: {said.Sentence}")] }; }
        return new() { Tables = [new(source, source.HasSections ? head.WithSection() : head, shape)] };
    }
}
