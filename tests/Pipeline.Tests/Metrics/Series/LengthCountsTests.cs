using Pipeline.Metrics.Series;

namespace Pipeline.Tests.Metrics.Series;

public sealed class LengthCountsTests
{
    [Fact]
    public void Every_rank_is_that_of_the_sorted_lengths_whatever_came_and_went()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var longest = random.Next(200);
            var counts = new LengthCounts(longest);
            var inside = new List<int>();
            for (var step = 0; step < 20; step++)
            {
                int[] more = [.. Enumerable.Range(0, random.Next(30)).Select(_ => random.Next(longest + 1))];
                counts.Add(more);
                inside.AddRange(more);
                int[] gone = [.. inside.Take(random.Next(inside.Count + 1))];
                counts.Remove(gone);
                inside.RemoveRange(0, gone.Length);

                var expected = inside.Order().ToArray();
                Assert.Equal(expected.Length, counts.Count);
                var found = Enumerable.Range(1, expected.Length).Select(counts.Ranked).ToArray();
                Assert.True(expected.SequenceEqual(found), $"seed {seed}: {string.Join(' ', expected)} and not {string.Join(' ', found)}");
            }
        }
    }
}
