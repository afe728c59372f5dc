using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ExcelDataReader;
using Pipeline.Model;

namespace Pipeline.Parse.Excel;

/// <summary>Reads the rows of one worksheet as texts.</summary>
internal sealed class WorkbookRowSource : IRowSource
{
    private readonly Stream _file;
    private readonly IExcelDataReader _reader;
    private readonly int _cells;
    private readonly ParseOptions _options;
    private int _nextRow = 1;

    private WorkbookRowSource(Stream file, IExcelDataReader reader, int cells, ParseOptions options)
    {
        _file = file;
        _reader = reader;
        _cells = cells;
        _options = options;
    }

    public ExportRefused? Refused { get; private set; }

    /// <param name="file">The workbook; read into memory when it cannot seek.</param>
    /// <param name="shape">Which sheet, and after how many rows its data start.</param>
    /// <param name="cells">How many columns the header has.</param>
    /// <param name="options">Sizes.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<IRowSource> OpenAsync(Stream file, TableShape shape, int cells, ParseOptions options, CancellationToken cancellationToken)
    {
        var seekable = await WorkbookFile.MakeSeekableAsync(file, cancellationToken).ConfigureAwait(false);
        var reader = WorkbookFile.Open(seekable);
        for (var sheet = 0; sheet < shape.SheetIndex; sheet++) { reader.NextResult(); }
        for (var row = 0; row < shape.DataStart; row++) { reader.Read(); }
        return new WorkbookRowSource(seekable, reader, cells, options);
    }

    public ValueTask<RowWork?> NextAsync(CancellationToken cancellationToken)
    {
        var writer = new RowBlockWriter(_cells);
        var first = _nextRow;
        try
        {
            while (writer.Length < _options.BlockBytes && _reader.Read()) { AddRow(writer); }
        }
        catch (Exception exception) when (WorkbookFile.IsDamage(exception))
        {
            Refused = new("damaged_workbook", $"after row {_nextRow - 1} the workbook cannot be read ({exception.Message}); save it again");
            return new((RowWork?)null);
        }

        var inputRows = _nextRow - first;
        return new(inputRows == 0 ? null : new RowWork(_ => writer.Build(inputRows), () => { }));
    }

    public ValueTask DisposeAsync()
    {
        _reader.Dispose();
        return _file.DisposeAsync();
    }

    private void AddRow(RowBlockWriter writer)
    {
        var number = _nextRow++;
        for (var column = _cells; column < _reader.FieldCount; column++)
        {
            if (WorkbookFile.Text(_reader, column).Length == 0) { continue; }
            writer.Defects.Add(new(number, "ragged_row", $"the row has a value right of the header's {_cells} columns; remove it or name its column", WorkbookFile.Text(_reader, column), WorkbookFile.Text(_reader, 0)));
            return;
        }

        for (var column = 0; column < _cells; column++) { writer.Add(Encoding.UTF8.GetBytes(WorkbookFile.Text(_reader, column))); }
        writer.EndRow(number);
    }
}

/// <summary>What readers of workbooks share.</summary>
internal static class WorkbookFile
{
    /// <summary>A workbook is a zip: what it holds may be a hundred times as large, so we take no larger ones.</summary>
    private const int SizeLimit = 128 << 20;

    // The reader asks for code page 1252 even when the workbook has no use for it.
    static WorkbookFile() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static IExcelDataReader Open(Stream seekable) => ExcelReaderFactory.CreateOpenXmlReader(seekable);

    public static bool IsWorkbook(ReadOnlySpan<byte> head) => head.StartsWith("PK\u0003\u0004"u8);

    public static async Task<Stream> MakeSeekableAsync(Stream file, CancellationToken cancellationToken)
    {
        if (file.CanSeek) { return file; }
        await using (file.ConfigureAwait(false))
        {
            var copy = new MemoryStream();
            var buffer = new byte[81920];
            for (var read = await file.ReadAsync(buffer, cancellationToken).ConfigureAwait(false); read > 0; read = await file.ReadAsync(buffer, cancellationToken).ConfigureAwait(false))
            {
                if (copy.Length + read > SizeLimit) { throw new InvalidDataException($"the workbook is larger than {SizeLimit} bytes"); }
                copy.Write(buffer, 0, read);
            }

            copy.Position = 0;
            return copy;
        }
    }

    /// <summary>A cell as an export in text would write it.</summary>
    public static string Text(IExcelDataReader reader, int column)
    {
        if (column >= reader.FieldCount) { return ""; }
        return reader.GetValue(column) switch
        {
            null => "",
            string text => text,
            DateTime day when day.TimeOfDay == TimeSpan.Zero => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            DateTime moment => moment.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
            TimeSpan time => time.ToString("c", CultureInfo.InvariantCulture),
            bool flag => flag ? "true" : "false",
            double number => Text(number),
            IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
            var other => other.ToString() ?? "",
        };
    }

    public static bool IsDamage(Exception exception) =>
        exception is InvalidDataException or System.Xml.XmlException or ExcelDataReader.Exceptions.ExcelReaderException or FormatException or EndOfStreamException or KeyNotFoundException or OverflowException;

    /// <summary>The cells of the first rows of a sheet.</summary>
    public static List<ImmutableArray<string>> Top(IExcelDataReader reader, int rows)
    {
        var top = new List<ImmutableArray<string>>();
        while (top.Count < rows && reader.Read())
        {
            var cells = Enumerable.Range(0, Math.Min(reader.FieldCount, HeaderFinder.ColumnLimit + 1)).Select(column => Text(reader, column).Trim()).ToList();
            while (cells.Count > 0 && cells[^1].Length == 0) { cells.RemoveAt(cells.Count - 1); }
            top.Add([.. cells]);
        }

        return top;
    }

    /// <summary>A number as a spreadsheet shows it: at most 15 digits, because the sixteenth is noise of its binary form.</summary>
    private static string Text(double number)
    {
        if (number == Math.Truncate(number) && Math.Abs(number) < 1e15) { return number.ToString("0", CultureInfo.InvariantCulture); }
        // Larger whole numbers have lost digits: they are shown so that identifiers among them are refused.
        return Math.Abs(number) >= 1e15 ? number.ToString("0.################E+0", CultureInfo.InvariantCulture) : number.ToString("G15", CultureInfo.InvariantCulture);
    }
}
