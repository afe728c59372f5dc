namespace Pipeline.Benchmarks.Processes;

/// <summary>Two jobs, run in turn: A B A B.</summary>
/// <remarks>On a busy machine only ratios mean something, and only those of runs that lie beside each other: the ratios are taken pair by pair, then their median.</remarks>
internal sealed record Pairs(IReadOnlyList<Cost> Ours, IReadOnlyList<Cost> Theirs)
{
    /// <param name="ours">Ours; called before each run, to set up.</param>
    /// <param name="theirs">The peer's.</param>
    /// <param name="count">How many pairs are counted; one more warms up.</param>
    public static async Task<Pairs> RunAsync(Func<Job> ours, Func<Job> theirs, int count)
    {
        List<Cost> our = [], their = [];
        for (var i = 0; i <= count; i++)
        {
            var (mine, peer) = (await ProcessMeter.RunAsync(ours()), await ProcessMeter.RunAsync(theirs()));
            if (i == 0) { continue; }
            our.Add(mine);
            their.Add(peer);
        }

        return new(our, their);
    }

    public double Ratio(Func<Cost, double> of) => Median(Ours.Zip(Theirs, (ours, theirs) => of(ours) / of(theirs)));

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
