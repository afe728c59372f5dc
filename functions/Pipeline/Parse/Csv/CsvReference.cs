namespace Pipeline.Parse.Csv;

/// <summary>What is wrong with a row's form.</summary>
internal enum RowDefect : byte
{
    None,

    /// <summary>A quote inside an unquoted cell, or text behind a closing quote.</summary>
    BadQuote,

    /// <summary>A quoted cell that the end of the file cut off.</summary>
    UnclosedQuote,

    /// <summary>Another number of cells than the header has.</summary>
    Ragged,
}

/// <summary>Reads rows byte by byte: the definition of the format, and the path for rows whose quotes are broken.</summary>
/// <remarks>
/// RFC 4180 with line feed or carriage return and line feed. A quote inside an unquoted cell is data and makes the row defective;
/// so is what follows a closing quote. A row ends at a line feed outside of a properly opened quoted cell.
/// </remarks>
internal static class CsvReference
{
    /// <summary>Reads the row at <paramref name="position"/> and adds the end of each of its cells to <paramref name="ends"/>.</summary>
    /// <returns>The position behind the row, or -1 when <paramref name="bytes"/> end before it does and <paramref name="isLast"/> is not set.</returns>
    public static int ReadRow(ReadOnlySpan<byte> bytes, int position, byte delimiter, bool isLast, List<int> ends, out RowDefect defect)
    {
        defect = RowDefect.None;
        ends.Clear();
        while (true)
        {
            var isQuoted = position < bytes.Length && bytes[position] == '"';
            position = isQuoted ? CloseQuote(bytes, position + 1, ref defect) : position;
            while (position < bytes.Length && bytes[position] != delimiter && bytes[position] != '\n')
            {
                if (IsStray(bytes, position, isQuoted) && defect == RowDefect.None) { defect = RowDefect.BadQuote; }
                position++;
            }

            if (position >= bytes.Length)
            {
                ends.Add(bytes.Length);
                return isLast ? bytes.Length : -1;
            }

            ends.Add(position);
            if (bytes[position++] == '\n') { return position; }
        }
    }

    private static int CloseQuote(ReadOnlySpan<byte> bytes, int position, ref RowDefect defect)
    {
        while (true)
        {
            var quote = bytes[position..].IndexOf((byte)'"');
            if (quote < 0)
            {
                defect = RowDefect.UnclosedQuote;
                return bytes.Length;
            }

            position += quote + 1;
            if (position >= bytes.Length || bytes[position] != '"') { return position; }
            position++;
        }
    }

    /// <summary>Whether the byte does not belong there: a quote in an unquoted cell, anything but a line end behind a quoted one.</summary>
    private static bool IsStray(ReadOnlySpan<byte> bytes, int position, bool isQuoted) =>
        isQuoted ? bytes[position] != '\r' || !(position + 1 == bytes.Length || bytes[position + 1] == '\n') : bytes[position] == '"';
}
