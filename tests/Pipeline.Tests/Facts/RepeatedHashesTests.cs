using Pipeline.Facts;

namespace Pipeline.Tests.Facts;

public sealed class RepeatedHashesTests
{
    [Fact]
    public void Hashes_of_a_range_that_are_there_twice_are_found_and_no_other()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var blocks = Enumerable.Range(0, random.Next(4)).Select(_ => Enumerable.Range(0, random.Next(3000)).Select(_ => Hash(random)).ToArray()).ToArray();
            var range = new HashRange(random.Next(3), 3);
            var expected = blocks.SelectMany(block => block).Where(range.Contains).CountBy(hash => hash).Where(hash => hash.Value > 1).Select(hash => hash.Key).ToArray();
            var met = new KeySet(range);
            RepeatedHashes.Find([.. blocks.Select(block => GroupedHashes.Of(block))], range, met);
            Assert.True(expected.Length == met.Count && expected.All(met.Contains), $"seed {seed}: {expected.Length} hashes repeat, {met.Count} were found");
        }
    }

    [Fact]
    public void Many_hashes_are_looked_through_by_several_threads_with_the_same_result()
    {
        const int Different = 300_000;
        var random = new Random(1);
        var hashes = Enumerable.Range(0, Different).Select(_ => unchecked((ulong)random.NextInt64(long.MinValue, long.MaxValue))).ToArray();
        var repeated = hashes[..5000];
        var met = new KeySet(HashRange.All);
        RepeatedHashes.Find([GroupedHashes.Of(hashes), GroupedHashes.Of(repeated)], HashRange.All, met);
        Assert.True(repeated.Length == met.Count && repeated.All(met.Contains), $"{met.Count} hashes were found");
    }

    [Fact]
    public void Grouped_hashes_are_the_same_hashes_and_each_is_in_the_group_of_its_first_bits()
    {
        var random = new Random(7);
        var hashes = Enumerable.Range(0, 2000).Select(_ => Hash(random)).ToArray();
        var grouped = GroupedHashes.Of(hashes);
        Assert.Equal(hashes.Order(), grouped.All.ToArray().Order());
        for (var group = 0; group < GroupedHashes.GroupCount; group++)
        {
            Assert.Equal(hashes.Where(hash => (int)(hash >> 58) == group), grouped.InGroup(group).ToArray());
        }
    }

    // Few values, zero among them, and values that share their first bits.
    private static ulong Hash(Random random) => random.Next(3) switch { 0 => (ulong)random.Next(100), 1 => unchecked((ulong)random.NextInt64(long.MinValue, long.MaxValue)), _ => (1UL << 63) + (uint)random.Next(5000) };
}
