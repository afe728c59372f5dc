using Pipeline.Facts;

namespace Pipeline.Tests.Facts;

public sealed class HashRangeTests
{
    [Fact]
    public void Every_hash_is_in_one_range_of_a_cut_and_in_one_piece_of_that_range()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var ranges = HashRange.All.Cut(random.Next(100), 1 + random.Next(20)).ToArray();
            ulong[] hashes = [0, ulong.MaxValue, .. Enumerable.Range(0, 50).Select(_ => unchecked((ulong)random.NextInt64(long.MinValue, long.MaxValue)))];
            foreach (var hash in hashes)
            {
                var range = Assert.Single(ranges, range => range.Contains(hash));
                var pieces = range.Cut(random.Next(100), 1 + random.Next(20)).ToArray();
                Assert.True(pieces.Count(piece => piece.Contains(hash)) == 1, $"seed {seed}: {hash} is not in one piece of {range}");
                Assert.DoesNotContain(ranges.Except([range]).SelectMany(other => other.Cut(3, 1)), piece => piece.Contains(hash));
            }
        }
    }

    [Fact]
    public void A_range_holds_as_many_hashes_as_fit_and_no_hashes_are_one_range()
    {
        Assert.Equal([HashRange.All], HashRange.All.Cut(0, 10));
        Assert.Equal([HashRange.All], HashRange.All.Cut(10, 10));
        Assert.Equal([new HashRange(2, 6), new HashRange(3, 6)], new HashRange(1, 3).Cut(11, 10));
    }
}
