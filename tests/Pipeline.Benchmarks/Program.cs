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
        await WholeJob.RunAsync(results, scales.Length == 0 ? [1, 5] : scales.Select(scale => int.Parse(scale, CultureInfo.InvariantCulture)), pairs: 5);
        return 0;
    case ["large-export", .. var megabytes]:
        await LargeExport.RunAsync(results, megabytes.Length == 0 ? LargeExport.Gigabyte : long.Parse(megabytes[0], CultureInfo.InvariantCulture) * 1_000_000);
        return 0;
    case ["all"]:
        await WholeJob.RunAsync(results, [1, 5], pairs: 5);
        await StartupBenchmark.RunAsync(results);
        return 0;
    default:
        Console.Error.WriteLine("say what to measure: whole-job [SCALE...], large-export [MEGABYTES], parquet, startup, or all");
        return 2;
}
