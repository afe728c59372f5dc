namespace Pipeline.Parse;

/// <summary>Writes cells one after another into a block.</summary>
/// <param name="columns">How many cells a row has.</param>
internal sealed class RowBlockWriter(int columns)
{
    private readonly List<int> _ends = [-1];
    private readonly List<int> _numbers = [];
    private byte[] _bytes = new byte[16 * 1024];
    private int _length;

    /// <summary>Whether cells come with their quotes.</summary>
    public bool KeepsQuotes { get; init; }

    public List<DefectiveRow> Defects { get; } = [];

    /// <summary>Rows that are headings of sections.</summary>
    public int Headings { get; set; }

    public int Rows => _numbers.Count;

    /// <summary>Bytes written so far.</summary>
    public int Length => _length;

    public void Add(ReadOnlySpan<byte> cell)
    {
        if (_length + cell.Length + 1 > _bytes.Length) { Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + cell.Length + 1)); }
        cell.CopyTo(_bytes.AsSpan(_length));
        _length += cell.Length;
        _ends.Add(_length);
        // Cells lie one byte apart, as in a file with delimiters.
        _bytes[_length++] = (byte)'\n';
    }

    public void EndRow(int number) => _numbers.Add(number);

    /// <param name="inputRows">How many rows of the export the block stands for.</param>
    /// <param name="levels">See <see cref="RowBlock.Levels"/>.</param>
    /// <param name="parents">See <see cref="RowBlock.Parents"/>.</param>
    /// <param name="truncatedLists">See <see cref="RowBlock.TruncatedLists"/>.</param>
    public RowBlock Build(int inputRows, byte[]? levels = null, int[]? parents = null, int truncatedLists = 0) => new()
    {
        Bytes = _bytes,
        Ends = [.. _ends],
        ColumnCount = columns,
        RowCount = _numbers.Count,
        FirstRow = _numbers.Count > 0 ? _numbers[0] : 1,
        RowNumbers = [.. _numbers],
        HasQuotes = KeepsQuotes,
        Defects = Defects,
        Headings = Headings,
        InputRows = inputRows,
        Levels = levels,
        Parents = parents,
        TruncatedLists = truncatedLists,
    };
}
