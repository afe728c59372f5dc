using System.Globalization;
using System.Text;

namespace Pipeline.Parse.Csv;

/// <summary>A run of bytes that holds whole rows.</summary>
/// <param name="Bytes">The rows from position 0.</param>
/// <param name="Structure">What <see cref="CsvScanner.FindRows"/> noted of them.</param>
/// <param name="Length">How many bytes there are.</param>
/// <param name="FirstRow">The number of the first row.</param>
/// <param name="Rows">How many rows there are.</param>
/// <param name="IsBroken">Whether quotes are broken somewhere.</param>
/// <param name="IsPlain">Whether all bytes are known to be ASCII and none of them NUL.</param>
internal readonly record struct CsvSlice(byte[] Bytes, ulong[] Structure, int Length, int FirstRow, int Rows, bool IsBroken, bool IsPlain);

/// <summary>Cuts rows into cells.</summary>
internal static class CsvTokenizer
{
    private const int TextLimit = 200;

    /// <param name="slice">The rows.</param>
    /// <param name="delimiter">Between cells.</param>
    /// <param name="cells">How many cells a row has.</param>
    /// <param name="arena">Where the arrays come from.</param>
    public static RowBlock Tokenize(in CsvSlice slice, byte delimiter, int cells, ColumnArena arena)
    {
        var room = (slice.Rows * cells) + 1 + CsvChunk.Size;
        var ends = arena.Rent<int>(room);
        if (!slice.IsBroken && CsvScanner.TryFindCells(slice.Bytes.AsSpan(0, slice.Length), slice.Structure, cells, ends.AsSpan(0, room), out var shortest))
        {
            return new()
            {
                Bytes = slice.Bytes,
                Ends = ends,
                ColumnCount = cells,
                RowCount = slice.Rows,
                InputRows = slice.Rows,
                FirstRow = slice.FirstRow,
                IsPlain = slice.IsPlain,
                MayHaveBlankRows = shortest <= cells + 1,
            };
        }

        return new CsvRepair(slice, delimiter, cells, arena).Read();
    }

    /// <summary>Reads rows one by one, sets aside those of another form and moves the others together.</summary>
    private sealed class CsvRepair(CsvSlice slice, byte delimiter, int cells, ColumnArena arena)
    {
        private readonly byte[] _bytes = arena.Rent<byte>(slice.Length + 1);
        private readonly List<int> _ends = [-1];
        private readonly List<int> _numbers = [];
        private readonly List<DefectiveRow> _defects = [];
        private int _length;

        public RowBlock Read()
        {
            var (position, number) = (0, slice.FirstRow);
            var rowEnds = new List<int>();
            while (position < slice.Length)
            {
                var next = CsvReference.ReadRow(slice.Bytes.AsSpan(0, slice.Length), position, delimiter, isLast: true, rowEnds, out var defect);
                Add(position, number++, rowEnds, defect);
                position = next;
            }

            return new()
            {
                Bytes = _bytes,
                Ends = [.. _ends],
                ColumnCount = cells,
                RowCount = _numbers.Count,
                InputRows = number - slice.FirstRow,
                FirstRow = slice.FirstRow,
                RowNumbers = [.. _numbers],
                Defects = _defects,
            };
        }

        private void Add(int start, int number, List<int> rowEnds, RowDefect defect)
        {
            if (defect == RowDefect.None && rowEnds.Count != cells && !OnlyBlanksFollow(rowEnds)) { defect = RowDefect.Ragged; }
            if (defect != RowDefect.None)
            {
                _defects.Add(Describe(start, number, rowEnds, defect));
                return;
            }

            var length = rowEnds[cells - 1] - start;
            slice.Bytes.AsSpan(start, length).CopyTo(_bytes.AsSpan(_length));
            for (var i = 0; i < cells; i++) { _ends.Add(rowEnds[i] - start + _length); }
            _length += length + 1;
            _numbers.Add(number);
        }

        /// <summary>Whether the row has more cells than the header, all of them empty, as spreadsheets append them.</summary>
        private bool OnlyBlanksFollow(List<int> rowEnds) =>
            rowEnds.Count > cells && slice.Bytes.AsSpan(rowEnds[cells - 1], rowEnds[^1] - rowEnds[cells - 1]).Trim(" \t\r"u8).Trim(delimiter).IsEmpty;

        private DefectiveRow Describe(int start, int number, List<int> rowEnds, RowDefect defect)
        {
            var text = Decode(slice.Bytes.AsSpan(start, rowEnds[^1] - start));
            var first = Decode(slice.Bytes.AsSpan(start, rowEnds[0] - start)).Trim().Trim('"');
            if (text.Length > 0 && text.AsSpan().Trim().Trim((char)delimiter).IsEmpty) { text = ""; }
            return defect switch
            {
                RowDefect.BadQuote => new(number, "bad_quote", "a quote stands inside a cell that does not start with one, or text follows a closing quote; export again with quotes doubled", text, first),
                RowDefect.UnclosedQuote => new(number, "unclosed_quote", "a quoted cell does not end before the file does; the file is cut off or a quote is missing", text, first),
                _ => new(number, "ragged_row", string.Create(CultureInfo.InvariantCulture, $"the row has {rowEnds.Count} cells and the header {cells}; export again without editing"), text, first),
            };
        }

        /// <summary>At most <see cref="TextLimit"/> characters; bytes that are not UTF-8 are shown as they would be in Latin 1.</summary>
        private static string Decode(ReadOnlySpan<byte> bytes)
        {
            var shown = bytes[..Math.Min(bytes.Length, TextLimit * 4)];
            // A cut in the middle of a character would show a mark that the file does not have.
            while (!shown.IsEmpty && shown.Length < bytes.Length && (bytes[shown.Length] & 0xC0) == 0x80) { shown = shown[..^1]; }
            var text = System.Text.Unicode.Utf8.IsValid(shown) ? Encoding.UTF8.GetString(shown) : Encoding.Latin1.GetString(shown);
            text = text.TrimEnd('\r', '\n');
            return text.Length <= TextLimit ? text : text[..TextLimit];
        }
    }
}
