using Pipeline.Parse.Csv;
using Pipeline.Parse.Excel;
using Pipeline.Parse.Json;

namespace Pipeline.Parse;

/// <summary>Opens the rows of a table, whatever its file is.</summary>
/// <param name="Table">The table.</param>
/// <param name="Encoding">Of a text file.</param>
/// <param name="OpenFileAsync">Opens the file from its start.</param>
internal sealed record RowSourceOpener(RecognisedTable Table, TextEncoding Encoding, Func<CancellationToken, Task<Stream>> OpenFileAsync)
{
    public async Task<IRowSource> OpenAsync(ParseOptions options, CancellationToken cancellationToken)
    {
        var rows = await OpenPlainAsync(options, cancellationToken).ConfigureAwait(false);
        var source = Table.Source;
        var filled = source.ForwardFill.Select(header => Table.Head.Header.Find(header)).Where(column => column >= 0).ToArray();
        return filled.Length > 0 || source.HasSections ? new CarriedRows(rows, filled, source.HasSections) : rows;
    }

    private async Task<IRowSource> OpenPlainAsync(ParseOptions options, CancellationToken cancellationToken)
    {
        var file = await OpenFileAsync(cancellationToken).ConfigureAwait(false);
        var cells = Table.Columns.Length - (Table.Source.HasSections ? 1 : 0);
        switch (Table.Shape.Format)
        {
            case TableFormat.Json:
                var json = await Encoding.OpenUtf8Async(file, cancellationToken).ConfigureAwait(false);
                return new JsonRowSource(json, Table.Source, options);
            case TableFormat.Workbook:
                return await WorkbookRowSource.OpenAsync(file, Table.Shape, cells, options, cancellationToken).ConfigureAwait(false);
            default:
                var utf8 = await Encoding.OpenUtf8Async(file, cancellationToken).ConfigureAwait(false);
                return new CsvRowSource(utf8, new(Table.Shape.Delimiter, cells, Table.Shape.DataStart, options.BlockBytes, options.RowLimit));
        }
    }
}
