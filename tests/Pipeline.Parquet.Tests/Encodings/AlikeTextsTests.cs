using System.Globalization;
using System.Text;
using Pipeline.Parquet.Encodings;
using Pipeline.Parquet.Format;

namespace Pipeline.Parquet.Tests.Encodings;

public sealed class AlikeTextsTests
{
    private static readonly ParquetWriterOptions Options = new() { UseDeltas = true, RowsPerPage = 2048 };

    [Fact]
    public void Random_ids_take_no_more_than_the_bytes_in_which_they_differ()
    {
        var random = new Random(5);
        string[] ids = [.. Enumerable.Range(0, 20_000).Select(_ => string.Create(CultureInfo.InvariantCulture, $"cus_{random.NextInt64(1L << 40):x10}"))];
        var bytes = Write(ids, out var isRising);
        Assert.InRange(bytes.Length, 10 * ids.Length, (10 * ids.Length) + (ids.Length / 4));
        Assert.False(isRising);
        AssertRead(ids, bytes);

        Array.Sort(ids, string.CompareOrdinal);
        AssertRead(ids, Write(ids, out isRising));
        Assert.True(isRising);
    }

    [Theory]
    [InlineData(12, "")]
    [InlineData(12, "cus_0123456789ab")]
    [InlineData(19_999, "cus_01234")]
    [InlineData(19_999, "cuS_0123456789")]
    [InlineData(0, "cus-0123456789")]
    public void Ids_of_which_one_is_not_like_the_others_come_back(int place, string other)
    {
        var random = new Random(6);
        string[] ids = [.. Enumerable.Range(0, 20_000).Select(_ => string.Create(CultureInfo.InvariantCulture, $"cus_{random.NextInt64(1L << 40):x10}"))];
        ids[place] = other;
        AssertRead(ids, Write(ids, out _));
    }

    [Fact]
    public void Texts_of_every_length_and_beginning_are_written_as_they_are_and_ranged_by_their_bytes()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var (stem, left, count) = (random.Next(12), random.Next(1, 20), random.Next(1, 60));
            string[] texts = [.. Enumerable.Range(0, count).Select(_ => new string('a', stem) + string.Concat(Enumerable.Range(0, left).Select(_ => (char)('b' + random.Next(1 + (seed % 3))))))];
            if (seed % 4 == 0) { Array.Sort(texts, string.CompareOrdinal); }
            if (seed % 8 == 0) { texts = [.. texts.Distinct(StringComparer.Ordinal)]; }
            using var output = new ByteBuffer();
            Assert.True(new AlikeTexts(stem + left, stem).TryWrite(output, TestTexts.Plain(texts), 0, texts.Length, out var range));

            var source = new ByteReader(output.Written, 0);
            int[] shared = new int[texts.Length], lengths = new int[texts.Length], ends = new int[texts.Length];
            DeltaDecoder.Read<int>(ref source, shared);
            DeltaDecoder.Read<int>(ref source, lengths);
            var target = new byte[texts.Length * (stem + left)];
            Assert.Equal(target.Length, SharedPrefixes.Unfold(source.Rest, shared, lengths, target, 0, ends));
            Assert.Equal(string.Concat(texts), Encoding.UTF8.GetString(target));
            if (texts.Length > 1)
            {
                Assert.True(SharedPrefixes.AreAlike(shared, lengths, source.Remaining));
                Assert.False(SharedPrefixes.AreAlike(shared, lengths, source.Remaining - 1));
                var (place, room) = (random.Next(3), random.Next(2) * 40);
                var other = new byte[place + target.Length + room];
                Assert.Equal(place + target.Length, SharedPrefixes.UnfoldAlike(source.Rest, shared[1], lengths[0], other, place, ends));
                Assert.Equal(string.Concat(texts), Encoding.UTF8.GetString(other.AsSpan(place, target.Length)));
                Assert.Equal(Enumerable.Range(1, count).Select(i => place + (i * (stem + left))).Take(texts.Length), ends);
            }

            Assert.Equal(texts.Min(StringComparer.Ordinal), texts[range.Low]);
            Assert.Equal(texts.Max(StringComparer.Ordinal), texts[range.High]);
            Assert.Equal(IsRising(texts), range.IsRising);
        }
    }

    [Theory]
    [InlineData("ab abcdefghij")]
    [InlineData("abcdefghij ab")]
    [InlineData(" abcdefabcdef")]
    public void Texts_of_other_lengths_whose_sum_is_the_same_are_not_taken_for_alike(string texts)
    {
        var plain = TestTexts.Plain(texts.Split(' '));
        using var output = new ByteBuffer();
        Assert.False(new AlikeTexts(6, 4).TryWrite(output, plain, 0, 2, out _));
        Assert.Equal(0, output.Length);
    }

    [Fact]
    public void Rising_texts_are_told_from_others_across_pages_and_without_nulls()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            string[] texts = [.. Enumerable.Range(0, 5000).Select(i => string.Create(CultureInfo.InvariantCulture, $"in_{i + 1_000_000}_{new string('x', random.Next(3))}"))];
            if (seed % 3 == 1) { (texts[2047], texts[2048]) = (texts[2048], texts[2047]); }
            if (seed % 3 == 2) { texts[random.Next(1, texts.Length)] = texts[random.Next(texts.Length)]; }
            var validity = seed % 2 == 0 ? null : Enumerable.Repeat(0xFFFF_FFFF_FFF0_FFFFUL, 79).ToArray();
            var present = texts.Where((_, i) => validity is null || ((validity[i >> 6] >> (i & 63)) & 1) != 0);
            Write(texts, out var isRising, validity);
            Assert.Equal(IsRising([.. present]), isRising);
        }
    }

    private static bool IsRising(string[] texts) => texts.Zip(texts.Skip(1), string.CompareOrdinal).All(order => order < 0);

    private static byte[] Write(string[] texts, out bool isRising, ulong[]? validity = null)
    {
        var batch = Batch(texts, validity);
        using var stream = new MemoryStream();
        var writer = new ParquetWriter(stream, batch.Schema);
        var group = ParquetEncoder.Encode(batch, Options);
        isRising = group.IsStrictlyRising(0);
        writer.Append(group);
        writer.Finish();
        return stream.ToArray();
    }

    private static void AssertRead(string[] texts, byte[] bytes) => Tables.AssertEqual(Batch(texts, validity: null), Tables.Read(bytes)[0], "alike");

    private static ColumnBatch Batch(string[] texts, ulong[]? validity) =>
        new(new TableSchema([new ColumnSchema("id", ColumnType.Text)]), [Column.OfTexts(TestTexts.Plain(texts), texts.Length, validity)], texts.Length);
}
