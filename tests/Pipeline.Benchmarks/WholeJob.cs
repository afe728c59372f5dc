using Pipeline.Benchmarks.Processes;
using static Pipeline.Benchmarks.Results;

namespace Pipeline.Benchmarks;

/// <summary>From CSV to Parquet facts and every daily metric, as processes, in turn with DuckDB, which makes the same facts and fourteen of the daily numbers.</summary>
internal static class WholeJob
{
    private const double Mega = 1_000_000;

    public static async Task RunAsync(Results results, IEnumerable<int> scales, int pairs)
    {
        if (await Yardstick.PrepareAsync() is not { } yardstick)
        {
            results.Note("whole job: skipped, because ../shared/yardstick is not beside this clone");
            return;
        }

        var program = await PublishedProgram.BuildAsync();
        var rows = new List<string[]>();
        foreach (var scale in scales)
        {
            var exports = await yardstick.ExportsAsync(scale);
            var (lake, peer) = (Path.Combine(Yardstick.Workspace, "lake"), Path.Combine(Yardstick.Workspace, "duckdb-output"));
            var costs = await Pairs.RunAsync(() => Yardstick.Ours(program, exports, lake), () => yardstick.DuckDb(exports, peer), pairs);
            var cells = await Comparison.RunAsync(lake, peer);
            rows.AddRange(Rows(Number(scale, "0"), costs, (FactBytes(lake), Bytes(peer, "*.parquet"))));
            rows.Add([Number(scale, "0"), "cells compared", Number(cells.Compared, "#,##0"), "", cells.Different == 0 ? "all equal" : Number(cells.Different, "#,##0") + " differ"]);
        }

        results.Put(
            "Whole job",
            $"CSV to Parquet facts and daily metrics, published program against DuckDB at its best settings, {pairs} pairs in turn; ratios are medians of the pairs. "
            + "DuckDB computes 14 numbers for each of 1,096 days, we compute all metrics with all their members.",
            ["scale", "", "ours", "DuckDB", "ratio"],
            rows);
    }

    private static IEnumerable<string[]> Rows(string scale, Pairs costs, (long Ours, long Theirs) bytes)
    {
        yield return Row("wall, s", cost => cost.Wall.TotalSeconds);
        yield return Row("processor, s", cost => cost.Processor.TotalSeconds);
        yield return Row("peak memory, MB", cost => cost.PeakBytes / Mega);
        yield return [scale, "Parquet facts, MB", Number(bytes.Ours / Mega), Number(bytes.Theirs / Mega), Number((double)bytes.Ours / bytes.Theirs)];

        string[] Row(string what, Func<Cost, double> of) =>
            [scale, what, Number(Pairs.Median(costs.Ours.Select(of))), Number(Pairs.Median(costs.Theirs.Select(of))), Number(costs.Ratio(of))];
    }

    private static long FactBytes(string lake) => Bytes(Path.Combine(lake, "facts"), "*.parquet");

    private static long Bytes(string folder, string pattern) =>
        new DirectoryInfo(folder).EnumerateFiles(pattern, SearchOption.AllDirectories).Sum(file => file.Length);
}
