using Pipeline.Metrics;
using Pipeline.Metrics.Kept;
using Pipeline.Metrics.Reading;

namespace Pipeline.Tests.Metrics.Reading;

public sealed class DaySeriesTests
{
    private static readonly DayAxis Axis = new(1000, 2999);

    [Theory]
    [InlineData(1, 1_000L)]
    [InlineData(2, 1_000_000_000_000_000_000L)]
    [InlineData(3, long.MaxValue)]
    [InlineData(4, long.MaxValue / 4)]
    public void Totals_are_exact_however_large_amounts_are_and_however_series_are_put_together(int seed, long largest)
    {
        var random = new Random(seed);
        var (amounts, counts) = (new Dictionary<int, Int128>(), new Dictionary<int, long>());
        var whole = new DaySeries();
        for (var part = 0; part < 8; part++)
        {
            var one = new DaySeries();
            var first = random.Next(500, 3000);
            for (var row = 0; row < 200; row++)
            {
                var (day, amount) = (first + random.Next(400), random.NextInt64(-largest / 2, largest));
                one.Add(day, amount);
                amounts[day] = amounts.GetValueOrDefault(day) + amount;
                counts[day] = counts.GetValueOrDefault(day) + 1;
            }

            if (part % 2 == 0) { whole.Add(Saved(one)); }
            else { whole.Add(one); }
            Check(whole, amounts, counts);
        }

        Check(DaySeries.Sum(whole, new DaySeries()), amounts, counts);
    }

    [Fact]
    public void Totals_follow_what_was_added_after_they_were_looked_at()
    {
        var days = new DaySeries();
        days.Count(1500);
        Assert.Equal(1, days.On(Axis).CountToDate(600));
        Assert.Same(days.On(Axis), days.On(Axis));

        days.Count(1501);

        Assert.Equal(2, days.On(Axis).CountToDate(600));
        Assert.Equal(2, days.On(new DayAxis(1500, 1501)).CountToDate(1));
    }

    [Fact]
    public void Threads_that_ask_for_totals_at_once_get_the_same_object()
    {
        for (var round = 0; round < 200; round++)
        {
            var days = new DaySeries();
            days.Add(1000, round);
            var asked = new DayTotals[4];
            using var together = new Barrier(asked.Length);
            var threads = Enumerable.Range(0, asked.Length).Select(index => new Thread(() =>
            {
                together.SignalAndWait();
                asked[index] = days.On(Axis);
            })).ToList();
            threads.ForEach(thread => thread.Start());
            threads.ForEach(thread => thread.Join());

            Assert.All(asked, totals => Assert.Same(asked[0], totals));
        }
    }

    private static void Check(DaySeries days, Dictionary<int, Int128> amounts, Dictionary<int, long> counts)
    {
        var totals = days.On(Axis);
        Int128 amount = 0;
        long count = 0;
        for (var day = 0; day <= Axis.End; day++)
        {
            amount += amounts.GetValueOrDefault(day);
            count += counts.GetValueOrDefault(day);
            if (day < Axis.Start) { continue; }
            Assert.Equal((amount, count), (totals.AmountToDate(day - Axis.Start), totals.CountToDate(day - Axis.Start)));
        }
    }

    private static KeptReader Saved(DaySeries days)
    {
        var writer = new KeptWriter();
        days.Save(writer);
        return new KeptReader(writer.Written);
    }
}
