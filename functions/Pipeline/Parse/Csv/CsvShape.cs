namespace Pipeline.Parse.Csv;

/// <summary>The form of one CSV file.</summary>
/// <param name="Delimiter">Between cells.</param>
/// <param name="Columns">How many cells a row has.</param>
/// <param name="DataStart">Bytes of UTF-8 before the first data row.</param>
/// <param name="BlockBytes">How many bytes a block has, about.</param>
/// <param name="RowLimit">The longest row that is read.</param>
internal sealed record CsvShape(byte Delimiter, int Columns, int DataStart, int BlockBytes, int RowLimit);
