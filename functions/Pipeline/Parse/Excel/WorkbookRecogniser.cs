using System.Collections.Immutable;
using System.IO.Compression;
using ExcelDataReader;
using Pipeline.Model;

namespace Pipeline.Parse.Excel;

/// <summary>Recognises the sheets of a workbook, each by its header.</summary>
/// <param name="catalog">The sources.</param>
internal sealed class WorkbookRecogniser(SourceCatalog catalog)
{
    private const long UnpackedLimit = 1L << 30;
    private const int RatioLimit = 200;

    public async Task<Recognition> RecogniseAsync(Stream file, CancellationToken cancellationToken)
    {
        try
        {
            var seekable = await WorkbookFile.MakeSeekableAsync(file, cancellationToken).ConfigureAwait(false);
            await using (seekable.ConfigureAwait(false))
            {
                if (Check(seekable) is { } refused) { return new() { Refused = [refused] }; }
                seekable.Position = 0;
                using var reader = WorkbookFile.Open(seekable);
                return Read(reader);
            }
        }
        catch (Exception exception) when (WorkbookFile.IsDamage(exception))
        {
            return new() { Refused = [new ExportRefused("damaged_workbook", $"the workbook cannot be read ({exception.Message}); save it again as .xlsx or as CSV")] };
        }
    }

    /// <summary>Whether the zip is a workbook, and none that unpacks to far more than it is.</summary>
    private static ExportRefused? Check(Stream file)
    {
        using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        if (zip.GetEntry("xl/workbook.xml") is null) { return new("not_a_workbook", "the file is a zip archive and no workbook; put the files in it into the landing folder"); }
        var unpacked = zip.Entries.Sum(entry => entry.Length);
        return unpacked > UnpackedLimit || (unpacked > 10_000_000 && unpacked / Math.Max(1, file.Length) > RatioLimit)
            ? new("archive_bomb", $"the workbook unpacks to {unpacked} bytes; export the data as CSV")
            : null;
    }

    private Recognition Read(IExcelDataReader reader)
    {
        var all = new Recognition();
        var sheet = 0;
        do
        {
            var index = sheet++;
            var rows = WorkbookFile.Top(reader, HeaderFinder.PreambleRows + 1);
            if (rows.All(row => row.IsEmpty)) { continue; }
            var finder = new HeaderFinder(catalog);
            finder.Look(rows, reader.Name, header => new(TableFormat.Workbook, DataStart: header + 1, SheetIndex: index));
            var found = finder.Decide();
            all = new()
            {
                Tables = all.Tables.AddRange(found.Tables),
                Ignored = all.Ignored.AddRange(found.Ignored),
                Refused = all.Refused.AddRange(found.Refused.Select(refused => refused with { Sentence = $"sheet '{reader.Name}': {refused.Sentence}" })),
            };
        }
        while (reader.NextResult());

        return all.Tables.IsEmpty && all.Ignored.IsEmpty && all.Refused.IsEmpty ? new() { Refused = [new ExportRefused("empty", "the workbook has no data; export again")] } : all;
    }
}
