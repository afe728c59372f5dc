using System.Collections.Immutable;

namespace Pipeline.Parse.Csv;

/// <summary>Finds the header of a text file: the row whose cells some source asks for. What stands above it is the preamble.</summary>
/// <param name="catalog">The sources.</param>
internal sealed class TextRecogniser(SourceCatalog catalog)
{
    public const int ColumnLimit = 5_000;
    private const int PreambleRows = 60;

    /// <param name="head">The first bytes, in UTF-8.</param>
    /// <param name="isWhole">Whether the file ends where they do.</param>
    public Recognition Recognise(ReadOnlySpan<byte> head, bool isWhole)
    {
        Found? best = null;
        Guess guess = new([], 0);
        foreach (var delimiter in CsvHead.Delimiters)
        {
            var rows = CsvHead.Read(head, delimiter, PreambleRows + 2, isWhole);
            if (rows.Count == 0) { return Refuse(NoRow(head)); }
            for (var i = 0; i < Math.Min(rows.Count, PreambleRows); i++)
            {
                if (rows[i].Cells.Length > ColumnLimit) { return Refuse(new("too_many_columns", $"the header has more than {ColumnLimit} columns; export only the columns that are needed")); }
                guess = guess.Or(rows[i].Cells, delimiter);
                var found = Match(rows, i, delimiter);
                if (found is not null && (best is null || found.Match.IsBetterThan(best.Match))) { best = found; }
            }
        }

        return best is null ? Refuse(guess.ToRefusal()) : Decide(best);
    }

    private static Recognition Refuse(ExportRefused refused) => new() { Refused = [refused] };

    private static ExportRefused NoRow(ReadOnlySpan<byte> head) => head.Trim(" \t\r\n"u8).IsEmpty
        ? new("empty", "the file is empty; export again")
        : new("oversize_header", $"the first row is longer than {head.Length} bytes, so this is not a table of ours; check what was exported");

    private Found? Match(List<HeadRow> rows, int index, byte delimiter)
    {
        var cells = rows[index].Cells;
        if (!catalog.IsPlausible([.. cells.Select(HeaderName.Normalise)])) { return null; }
        var head = new TableHead
        {
            Header = new(cells),
            FirstRow = index + 1 < rows.Count ? rows[index + 1].Cells : default,
            Preamble = Preamble.Of(rows.Take(index).Select(row => string.Join(' ', row.Cells)), DateOrder.PerFile),
        };
        var match = catalog.Find(head);
        return match is null ? null : new(match, head, new(TableFormat.Text, delimiter, rows[index].End));
    }

    private static Recognition Decide(Found found) => TableVerdict.Of(found.Match.Source, found.Head, found.Shape);

    private sealed record Found(SourceCatalog.Match Match, TableHead Head, TableShape Shape);

    /// <summary>The row that looks most like a header, for the refusal.</summary>
    private sealed record Guess(ImmutableArray<string> Cells, byte Delimiter)
    {
        public Guess Or(ImmutableArray<string> cells, byte delimiter) =>
            cells.Count(cell => cell.Length > 0) > Cells.Count(cell => cell.Length > 0) ? new(cells, delimiter) : this;

        public ExportRefused ToRefusal() => DeclarationStub.Refuse(Cells);
    }
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
        return new() { Tables = [new(source, head, shape)] };
    }
}
