using System.Text;
using Pipeline.Parse.Csv;

namespace Pipeline.Tests.Parse.Csv;

public sealed class CsvScannerTests
{
    private const int Seeds = 3_000;

    [Fact]
    public void Vectors_find_what_bytes_find()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var bytes = RandomText(seed, CsvChunk.Size);
            var expected = CsvChunk.OfBytes(bytes, (byte)',');
            Assert.True(expected.Equals(CsvChunk.Of(ref bytes[0], (byte)',')), $"seed {seed}");
            Assert.True(expected.Equals(CsvChunk.OfHalves(ref bytes[0], (byte)',')), $"seed {seed}");
        }
    }

    [Fact]
    public void Rows_found_by_vectors_are_those_read_byte_by_byte()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var bytes = RandomText(seed, seed % 300);
            var found = FindRows(bytes);
            var (end, rows, isBroken) = Reference(bytes);

            if (isBroken) { Assert.True(found.IsBroken, $"seed {seed}: a broken quote was missed"); }
            if (!found.IsBroken) { Assert.True(found.End == end && found.Rows == rows, $"seed {seed}: {found} instead of {rows} rows up to {end}"); }
        }
    }

    [Fact]
    public void Cells_found_by_vectors_are_those_read_byte_by_byte()
    {
        var compared = 0;
        for (var seed = 0; seed < Seeds; seed++)
        {
            var text = RegularText(seed, out var cells, out var rows);
            var ends = new int[(rows * cells) + 1 + CsvChunk.Size];
            Assert.True(TryFindCells(text, cells, ends), $"seed {seed}: {Encoding.UTF8.GetString(text)}");
            var expected = new List<int> { -1 };
            var row = new List<int>();
            for (var position = 0; position < text.Length; compared++)
            {
                position = CsvReference.ReadRow(text, position, (byte)',', isLast: true, row, out _);
                expected.AddRange(row);
            }

            Assert.True(expected.SequenceEqual(ends[..((rows * cells) + 1)]), $"seed {seed}");
        }

        Assert.True(compared > Seeds);
    }

    [Fact]
    public void Cells_are_found_only_where_every_row_has_as_many()
    {
        var refused = 0;
        for (var seed = 0; seed < Seeds; seed++)
        {
            var text = RegularText(seed, out var cells, out _);
            var random = new Random(seed);
            // A delimiter and a line feed change places, so that there are as many of both as before; or one of them goes.
            var (one, other) = (text.AsSpan(random.Next(text.Length)).IndexOfAny((byte)',', (byte)'\n'), random.Next(text.Length));
            if (one < 0) { continue; }
            (text[one], text[other]) = (text[other], text[one]);
            text[^1] = (byte)'\n';
            var (end, found, _) = Reference(text);
            if (end < text.Length || FindRows(text).IsBroken) { continue; }
            var row = new List<int>();
            var isRegular = true;
            for (var position = 0; position < text.Length;)
            {
                position = CsvReference.ReadRow(text, position, (byte)',', isLast: true, row, out _);
                isRegular &= row.Count == cells;
            }

            Assert.True(TryFindCells(text, cells, new int[(found * cells) + 1 + CsvChunk.Size]) == isRegular, $"seed {seed}: {Encoding.UTF8.GetString(text)}");
            refused += isRegular ? 0 : 1;
        }

        Assert.True(refused > Seeds / 10);
    }

    [Fact]
    public void Bytes_that_are_no_plain_text_are_seen_wherever_they_stand()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var bytes = RandomText(seed, 1 + (seed % 300));
            Assert.True(FindRows(bytes).IsPlain, $"seed {seed}");
            bytes[random.Next(bytes.Length)] = (byte)(seed % 2 == 0 ? 0 : random.Next(128, 256));
            Assert.False(FindRows(bytes).IsPlain, $"seed {seed}");
        }
    }

    [Fact]
    public void Length_of_the_shortest_row_is_known()
    {
        var structure = new ulong[1];
        var text = "abc,de\n,\nfg,h\n"u8.ToArray();
        CsvScanner.FindRows(text, (byte)',', structure);
        Assert.True(CsvScanner.TryFindCells(text, structure, 2, new int[7 + CsvChunk.Size], out var shortest));
        Assert.Equal(2, shortest);
    }

    private static CsvRows FindRows(byte[] bytes) => CsvScanner.FindRows(bytes, (byte)',', new ulong[CsvScanner.Chunks(bytes.Length)]);

    private static bool TryFindCells(byte[] text, int cells, int[] ends)
    {
        // The rows of the next block lie behind.
        byte[] bytes = [.. text, .. "x,\n\"y"u8];
        var structure = new ulong[CsvScanner.Chunks(bytes.Length)];
        CsvScanner.FindRows(bytes, (byte)',', structure);
        return CsvScanner.TryFindCells(text, structure, cells, ends, out _);
    }

    private static (int End, int Rows, bool IsBroken) Reference(byte[] bytes)
    {
        var (position, rows, isBroken) = (0, 0, false);
        var ends = new List<int>();
        while (position < bytes.Length)
        {
            var next = CsvReference.ReadRow(bytes, position, (byte)',', isLast: false, ends, out var defect);
            if (next < 0) { break; }
            isBroken |= defect == RowDefect.BadQuote;
            (position, rows) = (next, rows + 1);
        }

        return (position, rows, isBroken);
    }

    private static byte[] RandomText(int seed, int length)
    {
        var random = new Random(seed);
        var alphabet = seed % 3 == 0 ? "ab,\"\"\n\r"u8.ToArray() : "abcdefghij,,\n\""u8.ToArray();
        var bytes = new byte[length];
        for (var i = 0; i < length; i++) { bytes[i] = alphabet[random.Next(alphabet.Length)]; }
        return bytes;
    }

    private static byte[] RegularText(int seed, out int cells, out int rows)
    {
        var random = new Random(seed);
        (cells, rows) = (random.Next(1, 9), random.Next(1, 40));
        var text = new StringBuilder();
        for (var row = 0; row < rows; row++)
        {
            for (var cell = 0; cell < cells; cell++)
            {
                if (cell > 0) { text.Append(','); }
                var length = random.Next(0, 12);
                text.Append(random.Next(4) == 0 ? "\"a,\"\"\n" + new string('q', length) + "\"" : new string('x', length));
            }

            text.Append(random.Next(3) == 0 ? "\r\n" : "\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
