using System.Buffers;
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

    [Theory]
    [InlineData(1_000L)]
    [InlineData(1_000_000_000_000_000_000L)]
    [InlineData(long.MaxValue)]
    public void Windows_are_the_same_whoever_asks_first_and_however_many_are_asked_for_at_once(long largest)
    {
        var random = new Random(7);
        DaySeries amounts = new(), counts = new();
        for (var row = 0; row < 3000; row++)
        {
            amounts.Add(random.Next(900, 3100), random.NextInt64(-largest / 2, largest));
            amounts.AddMissing(random.Next(900, 3100));
            counts.Count(random.Next(900, 3100));
        }

        foreach (var days in new[] { amounts, counts })
        {
            var all = DaySeries.Sum(days, new DaySeries()).On(Axis);
            Assert.Equal(all.CountToDate(0), DaySeries.Sum(days, new DaySeries()).On(Axis).CountToDate(0));
            foreach (var (first, window) in new[] { (1990, 1), (1990, 365), (1980, 30), (700, 600), (364, 365) })
            {
                Span<long> rows = new long[10], sums = new long[10], missing = new long[10];
                days.On(Axis).Counts(first, window, rows);
                days.On(Axis).Amounts(first, window, sums);
                var isMissing = days.On(Axis).TryMissing(first, window, missing);
                for (var i = 0; i < 10; i++)
                {
                    Assert.Equal(all.Count(first + i, window), rows[i]);
                    Assert.Equal(Exact.Saturate(all.Amount(first + i, window)), Math.Clamp(sums[i], -Exact.Limit, Exact.Limit));
                    Assert.Equal(all.HasMissing(first + i, window), isMissing && missing[i] != 0);
                }
            }
        }
    }

    [Fact]
    public void Series_of_the_same_days_write_the_same_and_others_do_not()
    {
        DaySeries one = new(), same = new(), other = new();
        foreach (var day in new[] { 995, 1000, 1700, 2999 }) { one.Add(day, 5); }
        foreach (var day in new[] { 2999, 1700, 1000, 995 }) { same.Add(day, 5); }
        foreach (var day in new[] { 995, 1001, 1700, 2999 }) { other.Add(day, 5); }

        Assert.All([(0, 31), (690, 31), (1990, 10)], days => Assert.Equal(Written(one, days), Written(same, days)));
        Assert.NotEqual(Written(one, (0, 31)), Written(other, (0, 31)));
        Assert.Equal(Written(one, (690, 31)), Written(other, (690, 31)));
        Assert.Equal((false, true), (one.On(Axis).IsNothing(0), new DaySeries().On(Axis).IsNothing(1999)));
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

    private static byte[] Written(DaySeries days, (int Index, int Count) some)
    {
        var output = new ArrayBufferWriter<byte>();
        days.On(Axis).Write(output, some.Index, some.Count);
        return output.WrittenSpan.ToArray();
    }

    private static KeptReader Saved(DaySeries days)
    {
        var writer = new KeptWriter();
        days.Save(writer);
        return new KeptReader(writer.Written);
    }
}
