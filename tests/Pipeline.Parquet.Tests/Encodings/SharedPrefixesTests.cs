using System.Text;
using Pipeline.Parquet.Encodings;
using Pipeline.Parquet.Format;

namespace Pipeline.Parquet.Tests.Encodings;

public sealed class SharedPrefixesTests
{
    [Fact]
    public void Texts_of_all_lengths_come_back_wherever_they_lie_in_their_arrays()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            string[] texts = [.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => new string('a', random.Next(70)) + (char)('a' + random.Next(3)) + new string('b', random.Next(seed % 50)))];
            var values = TestTexts.Plain(texts);
            using var output = new ByteBuffer();
            DeltaTextEncoder.Write(output, values, new(texts.Length, Rows: null), 0, texts.Length);

            var source = new ByteReader(output.Written, 0);
            int[] shared = new int[texts.Length], lengths = new int[texts.Length], ends = new int[texts.Length];
            DeltaDecoder.Read<int>(ref source, shared);
            DeltaDecoder.Read<int>(ref source, lengths);
            Assert.Equal(Expected(texts), shared);
            var target = new byte[texts.Sum(text => text.Length) + 5];
            Assert.Equal(target.Length, SharedPrefixes.Unfold(source.Rest, shared, lengths, target, 5, ends));
            Assert.Equal(texts, ends.Select((end, i) => Encoding.UTF8.GetString(target.AsSpan(i == 0 ? 5 : ends[i - 1], end - (i == 0 ? 5 : ends[i - 1])))));
        }
    }

    private static IEnumerable<int> Expected(string[] texts) =>
        texts.Select((text, i) => i == 0 ? 0 : text.AsSpan().CommonPrefixLength(texts[i - 1]));
}
