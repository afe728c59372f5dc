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
            RepeatedHashes.Find(blocks, range, met);
            Assert.True(expected.Length == met.Count && expected.All(met.Contains), $"seed {seed}: {expected.Length} hashes repeat, {met.Count} were found");
        }
    }

    // Few values, zero among them, and values that share their first bits.
    private static ulong Hash(Random random) => random.Next(3) switch { 0 => (ulong)random.Next(100), 1 => unchecked((ulong)random.NextInt64(long.MinValue, long.MaxValue)), _ => (1UL << 63) + (uint)random.Next(5000) };
}
