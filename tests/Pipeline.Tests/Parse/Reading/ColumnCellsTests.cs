using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using Pipeline.Parse;
using Pipeline.Parse.Csv;
using Pipeline.Parse.Reading;

namespace Pipeline.Tests.Parse.Reading;

/// <summary>What is read without a second look must be what the careful reading gives.</summary>
public sealed class ColumnCellsTests
{
    private static readonly string[] Pieces =
        ["", "a", "n/a", "N/A", "NULL", "-", "--", "-5", "—", " x", "x ", "\u00A0x", "x\u00A0", "\"\"", "\"q\"", "\" q\"", "\"q \"", "\"a,b\"", "\"a\"\"b\"", "\"-\"", "\"\u00A0x\"", "\"x\u00A0\"", "é", "#N/A", "#NAME?", "1.2E+17", "+49", "12.50", "2026-01-05"];

    [Fact]
    public void Plain_cells_are_what_the_reader_of_cells_gives()
    {
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var block = Block(random, columns: 3, rows: 40);
            var cells = new CellReader(block, new NullTokens(["none"]));
            for (var column = 0; column < 3; column++)
            {
                CellSource[] sources = [new(column)];
                var plain = new ColumnCells(cells, sources);
                for (var row = 0; row < block.RowCount; row++)
                {
                    var (careful, fast) = (Encoding.UTF8.GetString(cells.Read(row, sources)), Encoding.UTF8.GetString(plain.Plain(row)));
                    Assert.True(fast.Length == 0 || fast == careful, $"'{fast}' is not '{careful}'");
                    Assert.True(!plain.IsBlank(row) || careful.Length == 0);
                    ref var found = ref plain.FindPlain(row, ShortText.Room, out var length);
                    Assert.Equal(fast, Unsafe.IsNullRef(ref found) ? "" : Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpan(ref found, length)));
                }
            }
        }
    }

    [Fact]
    public void Numbers_read_by_words_are_those_read_by_characters()
    {
        var random = new Random(11);
        for (var round = 0; round < 20_000; round++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(1, 19)).Select(_ => "0123456789012345678901234567890123456789.,- +"[random.Next(random.Next(3) == 0 ? 45 : 41)])]);
            var scale = random.Next(0, DigitWords.LargestScale + 1);
            var cell = Padded(text);
            if (!DigitWords.TryReadNumber(cell.AsSpan(0, text.Length), (byte)'.', scale, out var value)) { continue; }
            Assert.Equal(NumberOutcome.Exact, NumberCell.Read(cell.AsSpan(0, text.Length), NumberLocale.Point, scale, 0, out var expected));
            Assert.Equal(expected, value);
        }

        foreach (var (text, value) in new[] { ("0", 0L), ("-1", -100), ("12345678.12", 1_234_567_812), ("7.5", 750), ("-0.05", -5) })
        {
            Assert.True(DigitWords.TryReadNumber(Padded(text).AsSpan(0, text.Length), (byte)'.', 2, out var read));
            Assert.Equal(value, read);
        }
    }

    [Fact]
    public void Numbers_put_in_their_places_are_those_read_by_characters()
    {
        var random = new Random(13);
        var scales = Enumerable.Range(0, 9).Select(NumberPlaces.Of).ToArray();
        var read = 0;
        for (var round = 0; round < 50_000 && NumberPlaces.Of(0) is not null; round++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(1, NumberPlaces.Longest + 1)).Select(_ => "0123456789012345678901234567890123456789.,- +"[random.Next(random.Next(3) == 0 ? 45 : 41)])]);
            var scale = random.Next(scales.Length);
            var cell = Padded(text);
            var isRead = scales[scale]!.TryRead(ref cell[0], text.Length, Vector128.Create((byte)'.'), out var value);
            Assert.Equal(DigitWords.TryReadNumber(cell.AsSpan(0, text.Length), (byte)'.', scale, out var expected), isRead);
            if (!isRead) { continue; }
            Assert.Equal(expected, value);
            read++;
        }

        Assert.True(read > 5_000 || NumberPlaces.Of(0) is null);
        Assert.Null(NumberPlaces.Of(-1));
        Assert.Null(NumberPlaces.Of(9));
    }

    [Fact]
    public void Days_read_by_words_are_those_that_the_framework_counts()
    {
        for (var day = new DateTime(1970, 1, 1); day.Year < 2110; day = day.AddDays(1))
        {
            Assert.True(DigitWords.TryReadDay(Padded(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).AsSpan(0, 10), out var read));
            Assert.Equal((day - DateTime.UnixEpoch).Days, read);
        }
    }

    [Fact]
    public void Instants_read_by_words_are_those_that_the_framework_counts()
    {
        var random = new Random(13);
        for (var round = 0; round < 20_000; round++)
        {
            var time = DateTime.UnixEpoch.AddSeconds(random.NextInt64(140L * 365 * 86_400));
            var text = time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
            Assert.True(DigitWords.TryReadInstant(Padded(text).AsSpan(0, text.Length), out var micros));
            Assert.Equal((time - DateTime.UnixEpoch).Ticks / 10, micros);

            var spoilt = Encoding.UTF8.GetBytes(text);
            spoilt[random.Next(spoilt.Length)] = (byte)"0159:-T/Zx \u007F"[random.Next(12)];
            var isRead = MomentCell.Read(spoilt, DateOrder.MonthFirst, out var moment) == MomentOutcome.Read && moment.HasTime;
            if (!DigitWords.TryReadInstant(Padded(Encoding.UTF8.GetString(spoilt)).AsSpan(0, spoilt.Length), out micros)) { continue; }
            Assert.True(isRead);
            Assert.Equal(new Zones(TimeZoneInfo.Utc, TimeZoneInfo.Utc).ToInstant(moment), micros);
        }
    }

    [Theory]
    [InlineData("2026-02-29")]
    [InlineData("2026-13-01")]
    [InlineData("2026-00-01")]
    [InlineData("2026-01-00")]
    [InlineData("2026-01-32")]
    [InlineData("2026/01/01")]
    [InlineData("2026-01-0x")]
    [InlineData("202x-01-01")]
    public void What_is_no_day_is_left_to_the_careful_reading(string text) =>
        Assert.False(DigitWords.TryReadDay(Padded(text).AsSpan(0, text.Length), out _));

    [Fact]
    public void Texts_of_every_length_keep_their_numbers()
    {
        var random = new Random(17);
        var table = new TextTable(new ColumnArena());
        var known = new List<string>();
        for (var round = 0; round < 20_000; round++)
        {
            var text = new string((char)('a' + random.Next(3)), random.Next(0, 80)) + random.Next(60);
            var number = table.Number(Encoding.UTF8.GetBytes(text));
            if (!known.Contains(text)) { known.Add(text); }
            Assert.Equal(known.IndexOf(text), number);
            Assert.Equal(text, Encoding.UTF8.GetString(table[number]));
            if (text.Length <= ShortText.Room) { Assert.Equal(number, table.Find(ShortText.At(ref Padded(text)[0], text.Length), out _)); }
        }
    }

    /// <summary>The bytes of a text, and others behind it.</summary>
    private static byte[] Padded(string text) => [.. Encoding.UTF8.GetBytes(text), .. Enumerable.Repeat((byte)'7', ColumnCells.Room)];

    private static RowBlock Block(Random random, int columns, int rows)
    {
        var text = string.Join('\n', Enumerable.Range(0, rows).Select(_ => string.Join(',', Enumerable.Range(0, columns).Select(_ => Pieces[random.Next(Pieces.Length)])))) + "\n";
        var bytes = Encoding.UTF8.GetBytes(text);
        var structure = new ulong[CsvScanner.Chunks(bytes.Length)];
        CsvScanner.FindRows(bytes, (byte)',', structure);
        return CsvTokenizer.Tokenize(new(bytes, structure, bytes.Length, 1, rows, IsBroken: false, IsPlain: false), (byte)',', columns, new ColumnArena());
    }
}
