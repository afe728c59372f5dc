using Pipeline.Facts;

namespace Pipeline.Tests.Facts;

public sealed class KeyContestTests
{
    [Fact]
    public void The_highest_standing_of_each_key_is_left()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            // Keys that share one of their hashes are other keys; some are expected, more may come.
            var rows = Enumerable.Range(0, random.Next(300)).Select(i => (Key: ((ulong)random.Next(6), Spread(random.Next(6))), Standing: random.NextInt64(40), Place: new RowPlace(random.Next(3), i))).ToArray();
            var contest = new KeyContest(random.Next(10));
            var losers = rows.Select(row => contest.Enter(row.Key, row.Standing, row.Place)).Where(loser => loser is not null).Select(loser => loser!.Value).ToArray();

            var winners = rows.GroupBy(row => row.Key).Select(same => same.MaxBy(row => row.Standing).Place);
            Assert.True(rows.Select(row => row.Place).Except(losers).ToHashSet().SetEquals(winners), $"seed {seed}: other rows are left");
            Assert.True(losers.Distinct().Count() == losers.Length, $"seed {seed}: a row lost twice");
        }
    }

    private static ulong Spread(int number) => unchecked((ulong)number * 0x9E3779B97F4A7C15);
}
