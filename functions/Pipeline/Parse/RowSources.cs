using Pipeline.Parse.Csv;

namespace Pipeline.Parse;

/// <summary>Opens the rows of a table, whatever its file is.</summary>
/// <param name="Table">The table.</param>
/// <param name="Encoding">Of a text file.</param>
/// <param name="OpenFileAsync">Opens the file from its start.</param>
internal sealed record RowSourceOpener(RecognisedTable Table, TextEncoding Encoding, Func<CancellationToken, Task<Stream>> OpenFileAsync)
{
    public async Task<IRowSource> OpenAsync(ParseOptions options, CancellationToken cancellationToken)
    {
        var file = await OpenFileAsync(cancellationToken).ConfigureAwait(false);
        var utf8 = await Encoding.OpenUtf8Async(file, cancellationToken).ConfigureAwait(false);
        return new CsvRowSource(utf8, new(Table.Shape.Delimiter, Table.Columns.Length, Table.Shape.DataStart, options.BlockBytes, options.RowLimit));
    }
}
