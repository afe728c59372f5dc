using Pipeline.Model;

namespace Pipeline.Parse.Csv;

/// <summary>Recognises a text file by its header, under each delimiter.</summary>
/// <param name="catalog">The sources.</param>
internal sealed class TextRecogniser(SourceCatalog catalog)
{
    /// <param name="head">The first bytes, in UTF-8.</param>
    /// <param name="isWhole">Whether the file ends where they do.</param>
    public Recognition Recognise(ReadOnlySpan<byte> head, bool isWhole)
    {
        if (head.Trim(" \t\r\n"u8).IsEmpty) { return Refuse("empty", "the file is empty; export again"); }
        var finder = new HeaderFinder(catalog);
        foreach (var delimiter in CsvHead.Delimiters)
        {
            var rows = CsvHead.Read(head, delimiter, HeaderFinder.PreambleRows + 1, isWhole);
            if (rows.Count == 0) { return Refuse("oversize_header", $"the first row is longer than {head.Length} bytes, so this is not a table of ours; check what was exported"); }
            finder.Look([.. rows.Select(row => row.Cells)], "", index => new(TableFormat.Text, delimiter, rows[index].End));
        }

        return finder.Decide();
    }

    private static Recognition Refuse(string code, string sentence) => new() { Refused = [new ExportRefused(code, sentence)] };
}
