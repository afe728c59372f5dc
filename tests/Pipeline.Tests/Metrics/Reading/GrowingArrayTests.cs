using Pipeline.Metrics.Reading;

namespace Pipeline.Tests.Metrics.Reading;

public sealed class GrowingArrayTests
{
    [Fact]
    public void Slots_hold_what_was_set_last_and_the_others_the_given_value()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var array = new GrowingArray<int>(-1);
            var expected = new Dictionary<int, int>();
            for (var step = 0; step < 200; step++)
            {
                var index = random.Next(1 << random.Next(1, 20));
                array[index] = expected[index] = random.Next(-1, 3);
            }

            Assert.True(Enumerable.Range(0, 1 << 20).All(index => array[index] == expected.GetValueOrDefault(index, -1)), $"seed {seed}: another value");
            Assert.Equal(-1, array[-1]);
        }
    }
}
