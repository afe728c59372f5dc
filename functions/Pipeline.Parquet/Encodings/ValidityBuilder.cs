using System.Numerics;
using Pipeline.Parquet.Format;

namespace Pipeline.Parquet.Encodings;

/// <summary>Gathers the validity bits of a column from the definition levels of its pages.</summary>
internal sealed class ValidityBuilder(int rowCount)
{
    // Null as long as every row has a value: most columns never need bits.
    private ulong[]? _words;
    private int _row;

    public int NullCount { get; private set; }

    /// <summary>The bits, or <see langword="null"/> when every row has a value.</summary>
    public ulong[]? Validity => NullCount == 0 ? null : _words;

    /// <summary>Rows that have a value without saying so: of a column that is not nullable.</summary>
    public void AddPresent(int count) => AddRun(present: true, count);

    /// <summary>Reads the levels of one page, of one bit each.</summary>
    /// <returns>How many of the rows have a value.</returns>
    public int Add(ref ByteReader levels, int count)
    {
        var nullsBefore = NullCount;
        for (var left = count; left > 0;)
        {
            var header = levels.ReadVarint();
            var length = header >> 1;
            if (length == 0 || length > int.MaxValue) { throw levels.Malformed($"a run of {length} levels"); }
            if ((header & 1) == 0)
            {
                var run = (int)Math.Min(length, (ulong)left);
                var level = levels.ReadByte();
                if (level > 1) { throw levels.Malformed($"the definition level {level} in a flat column"); }
                AddRun(level == 1, run);
                left -= run;
            }
            else
            {
                var run = (int)Math.Min(length * 8, (ulong)left);
                AddBits(levels.Take(Math.Min((long)length, Math.Max(levels.Remaining, (run + 7) / 8))), run);
                left -= run;
            }
        }

        return count - (NullCount - nullsBefore);
    }

    private void AddRun(bool present, int count)
    {
        if (!present)
        {
            _words ??= Started();
            NullCount += count;
        }
        else if (_words is not null) { SetBits(_words, _row, count); }
        _row += count;
    }

    private ulong[] Started()
    {
        var words = new ulong[(rowCount + 63) / 64];
        SetBits(words, 0, _row);
        return words;
    }

    private static void SetBits(ulong[] words, int start, int count)
    {
        var end = start + count;
        for (var row = start; row < end;)
        {
            var bit = row & 63;
            var taken = Math.Min(64 - bit, end - row);
            words[row >> 6] |= (ulong.MaxValue >> (64 - taken)) << bit;
            row += taken;
        }
    }

    private void AddBits(ReadOnlySpan<byte> bits, int count)
    {
        _words ??= Started();
        var present = 0;
        for (var done = 0; done < count; done += 8)
        {
            var taken = Math.Min(8, count - done);
            var part = (ulong)bits[done >> 3] & (0xFFUL >> (8 - taken));
            present += BitOperations.PopCount(part);
            var row = _row + done;
            _words[row >> 6] |= part << (row & 63);

            // Pages of other writers begin at any row, so a byte may straddle two words.
            if ((row & 63) > 56 && part >> (64 - (row & 63)) != 0) { _words[(row >> 6) + 1] |= part >> (64 - (row & 63)); }
        }

        NullCount += count - present;
        _row += count;
    }
}
