using System.Text;
using Pipeline.Metrics.Reading;
using Pipeline.Parquet;

namespace Pipeline.Tests.Metrics.Reading;

public sealed class IdNumbersTests
{
    [Fact]
    public void Ids_are_numbered_in_order_of_first_sight_and_found_again()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var random = new Random(seed);
            var ids = new IdNumbers();
            var expected = new Dictionary<string, int>(StringComparer.Ordinal);
            for (var batch = 0; batch < 4; batch++)
            {
                string?[] texts = [.. Enumerable.Range(0, random.Next(3000)).Select(_ => Text(random))];
                var known = new Dictionary<string, int>(expected, StringComparer.Ordinal);
                var column = ColumnOf(texts, isCoded: random.Next(2) == 0);
                var (found, interned) = (new int[texts.Length], new int[texts.Length]);
                ids.Find(column, found);
                ids.Intern(column, interned);
                foreach (var text in texts.OfType<string>()) { expected.TryAdd(text, expected.Count); }

                Assert.True(texts.Select(text => text is null ? -1 : known.GetValueOrDefault(text, -1)).SequenceEqual(found), $"seed {seed}: other ids are found");
                Assert.True(texts.Select(text => text is null ? -1 : expected[text]).SequenceEqual(interned), $"seed {seed}: ids have other numbers");
            }

            Assert.Equal(expected.Count, ids.Count);
        }
    }

    [Fact]
    public void Many_ids_that_differ_little_keep_numbers_of_their_own()
    {
        var ids = new IdNumbers();
        for (var first = 0; first < 200_000; first += 50_000)
        {
            var numbers = new int[50_000];
            ids.Intern(ColumnOf([.. Enumerable.Range(first, 50_000).Select(i => $"006{i:x16}")], isCoded: false), numbers);
            Assert.Equal(Enumerable.Range(first, 50_000), numbers);
        }
    }

    private static string? Text(Random random) => random.Next(5) switch
    {
        0 => null,
        1 => new string('x', random.Next(20)),
        _ => $"id-{random.Next(2000)}",
    };

    private static Column ColumnOf(string?[] texts, bool isCoded)
    {
        string[] entries = isCoded ? [.. texts.OfType<string>().Distinct(StringComparer.Ordinal)] : [.. texts.Select(text => text ?? "")];
        byte[][] bytes = [.. entries.Select(Encoding.UTF8.GetBytes)];
        var offsets = new int[bytes.Length + 1];
        for (var i = 0; i < bytes.Length; i++) { offsets[i + 1] = offsets[i] + bytes[i].Length; }
        int[]? codes = isCoded ? [.. texts.Select(text => text is null ? 0 : Array.IndexOf(entries, text))] : null;
        var validity = new ulong[(texts.Length + 63) / 64];
        for (var row = 0; row < texts.Length; row++) { validity[row >> 6] |= texts[row] is null ? 0 : 1UL << (row & 63); }
        return Column.OfTexts(new TextValues([.. bytes.SelectMany(entry => entry)], offsets, entries.Length, codes), texts.Length, validity);
    }
}
