namespace Pipeline.Benchmarks;

/// <summary>Times work within this process. On a busy machine only processor time means something; the best of the rounds is the least disturbed.</summary>
internal static class Stopwatches
{
    private const int Rounds = 9;
    private static readonly TimeSpan LongEnough = TimeSpan.FromMilliseconds(50);

    /// <summary>Nanoseconds of processor time for each of <paramref name="count"/> things.</summary>
    public static double NanosecondsEach(long count, Action action)
    {
        var repeats = Repeats(action);
        var best = TimeSpan.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var used = Time(action, repeats);
            best = used < best ? used : best;
        }

        return best.TotalNanoseconds / repeats / count;
    }

    /// <summary>As often as makes a round long against the steps in which the system counts.</summary>
    private static int Repeats(Action action)
    {
        var repeats = 1;
        while (Time(action, repeats) < LongEnough) { repeats *= 2; }
        return repeats;
    }

    private static TimeSpan Time(Action action, int repeats)
    {
        var before = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < repeats; i++) { action(); }
        return Environment.CpuUsage.TotalTime - before;
    }
}
