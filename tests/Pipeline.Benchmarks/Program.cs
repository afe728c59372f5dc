using System.Globalization;
using Pipeline.Benchmarks;

// Run by hand: dotnet run -c Release --project tests/Pipeline.Benchmarks -- all
var results = new Results(Console.Out);
switch (args)
{
    case ["parquet"]:
        return ParquetBenchmark.Run(Console.Out);
    case ["startup"]:
        await StartupBenchmark.RunAsync(results);
        return 0;
    case ["whole-job", .. var scales]:
        await WholeJob.RunAsync(results, scales.Length == 0 ? [1, 5] : scales.Select(Parsed), pairs: 5);
        return 0;
    case ["bounded-memory", .. var scales]:
        await BoundedMemory.RunAsync(results, scales.Length == 0 ? [5, 20] : [.. scales.Select(Parsed)]);
        return 0;
    case ["steps"]:
        MicroBenchmark.Run(results);
        return 0;
    case ["families", .. var size]:
        await MetricFamilies.RunAsync(results, size.Length == 0 ? 10 : Parsed(size[0]));
        return 0;
    case ["first-metrics", .. var scale]:
        await FirstMetrics.RunAsync(results, scale.Length == 0 ? 20 : Parsed(scale[0]), pairs: 5);
        return 0;
    case ["growth", .. var years]:
        await Growth.RunAsync(results, years.Length == 0 ? [1, 2, 4, 8, 16] : [.. years.Select(Parsed)], rounds: 5);
        return 0;
    case ["large-export", .. var megabytes]:
        await LargeExport.RunAsync(results, megabytes.Length == 0 ? LargeExport.Gigabyte : long.Parse(megabytes[0], CultureInfo.InvariantCulture) * 1_000_000);
        return 0;
    case ["all"]:
        await WholeJob.RunAsync(results, [1, 5], pairs: 5);
        MicroBenchmark.Run(results);
        await MetricFamilies.RunAsync(results, scale: 10);
        await FirstMetrics.RunAsync(results, scale: 20, pairs: 5);
        await Growth.RunAsync(results, [1, 2, 4, 8, 16], rounds: 5);
        await StartupBenchmark.RunAsync(results);
        return 0;
    default:
        Console.Error.WriteLine("say what to measure: whole-job [SCALE...], bounded-memory [SCALE...], steps, families [SCALE], first-metrics [SCALE], growth [YEARS...], large-export [MEGABYTES], parquet, startup, or all");
        return 2;
}

static int Parsed(string text) => int.Parse(text, CultureInfo.InvariantCulture);
