using System.Buffers;
using Pipeline.Metrics;
using Pipeline.Metrics.Reading;
using Pipeline.Metrics.Series;

namespace Pipeline.Tests.Metrics.Series;

public sealed class CycleTimesTests
{
    private static readonly DayAxis Axis = new(1000, 2199);

    private static List<(int Day, int Length)> Times
    {
        get
        {
            var random = new Random(11);
            return [.. Enumerable.Range(0, 20_000).Select(_ => (random.Next(950, 2250), random.Next(400)))];
        }
    }

    [Theory]
    [InlineData(30)]
    [InlineData(365)]
    public void Medians_are_those_of_the_sorted_lengths_whichever_day_is_asked_for_first(int window)
    {
        var lengths = Of(Times).On(Axis);
        var (late, early) = (new MovingMedian(lengths, window), new MovingMedian(lengths, window));
        foreach (var index in new[] { 1190, 1199, 700, 20, 0, 40, 900 })
        {
            Assert.Equal(Expected(index, window), late.On(index));
            Assert.Equal(Expected(Axis.Count - 1 - index, window), early.On(Axis.Count - 1 - index));
        }
    }

    [Fact]
    public void Lengths_of_a_day_write_the_same_in_any_order_and_others_do_not()
    {
        var times = Times;
        var written = Written(Of(times));

        Assert.Equal(written, Written(Of(Enumerable.Reverse(times))));
        var some = times.FindIndex(time => time.Day == 1500);
        times[some] = (1500, times[some].Length + 1);
        Assert.NotEqual(written, Written(Of(times)));
    }

    private static (long Median, int Count) Expected(int index, int window)
    {
        var day = Axis.Start + index;
        int[] inside = [.. Times.Where(time => time.Day >= Axis.Start && time.Day <= day && time.Day > day - window).Select(time => time.Length).Order()];
        return inside.Length == 0 ? (0, 0) : ((inside[(inside.Length - 1) / 2] + (long)inside[inside.Length / 2]) * (Exact.One / 2), inside.Length);
    }

    private static CycleTimes Of(IEnumerable<(int Day, int Length)> times)
    {
        var cycles = new CycleTimes();
        foreach (var (day, length) in times) { cycles.Add(day, length); }
        return cycles;
    }

    private static byte[] Written(CycleTimes cycles)
    {
        var output = new ArrayBufferWriter<byte>();
        cycles.On(Axis).Write(output, 0, Axis.Count);
        return output.WrittenSpan.ToArray();
    }
}
