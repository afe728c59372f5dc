using System.Collections.Immutable;
using Pipeline.Benchmarks.Processes;
using static Pipeline.Benchmarks.Results;

namespace Pipeline.Benchmarks;

/// <summary>The yardstick's exports of growing size under a limited heap: from CSV to facts and every metric, and then once more with keys that are all known.</summary>
internal static class BoundedMemory
{
    /// <summary>A row more makes another export of the same keys.</summary>
    private static readonly ImmutableDictionary<string, string> Additions = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["invoices.csv"] = "INV-again,cus_again,sub_again,2025-06-30,1.00,USD,paid,team-monthly,\n",
        ["leads.csv"] = "00Qagain,2025-06-30T12:00:00Z,Again Inc,again@energy.example.com,Web,Open,US,50,\n",
        ["opportunities.csv"] = "006again,001again,005000001,2025-06-30T12:00:00Z,2025-07-31,Qualification,1.00,false,Web,Again Inc\n",
    }.ToImmutableDictionary(StringComparer.Ordinal);

    public static async Task RunAsync(Results results, ImmutableArray<int> scales)
    {
        if (await Yardstick.PrepareAsync() is not { } yardstick)
        {
            results.Note("bounded memory: skipped, because ../shared/yardstick is not beside this clone");
            return;
        }

        var program = await PublishedProgram.BuildAsync();
        var lake = Path.Combine(Yardstick.Workspace, "lake");
        var rows = new List<string[]>();
        double? first = null;
        foreach (var scale in scales)
        {
            var exports = await yardstick.ExportsAsync(scale);
            var cost = await ProcessMeter.RunAsync(Limited(Yardstick.Ours(program, exports, lake)));
            var perScale = cost.Processor.TotalSeconds / scale;
            first ??= perScale;
            rows.Add([Number(scale, "0"), "new", .. Cells(exports, cost), Number(perScale / first.Value)]);
            var again = Again(exports);
            cost = await ProcessMeter.RunAsync(Limited(new Job(program, ["run", again, "--lake", lake], Yardstick.Workspace)));
            rows.Add([Number(scale, "0"), "known", .. Cells(again, cost), ""]);
            Files.Delete(again);
        }

        Files.Delete(lake);
        results.Put(
            "Memory of large exports",
            $"`bounded-memory`: CSV to facts and every metric, published program with {HeapLimit.Name}={HeapLimit.Of512MB} (512 MB of managed memory; native code and its buffers come on top). "
            + "First new rows into an empty lake; then all invoices, leads and opportunities again, of which each key is known, and one more. One run each; the ratio is that of processor time for a row to the first scale.",
            ["scale", "keys", "MB of CSV", "wall, s", "processor, s", "peak memory, MB", "a row, ratio"],
            rows);
    }

    private static Job Limited(Job job) => job with { Environment = ImmutableDictionary<string, string>.Empty.Add(HeapLimit.Name, HeapLimit.Of512MB) };

    private static string[] Cells(string exports, Cost cost)
    {
        var bytes = new DirectoryInfo(exports).EnumerateFiles().Sum(file => file.Length);
        return [Number(bytes / 1e6, "#,##0"), Number(cost.Wall.TotalSeconds), Number(cost.Processor.TotalSeconds), Number(cost.PeakBytes / 1e6, "0")];
    }

    /// <summary>A folder of exports of the same keys.</summary>
    private static string Again(string exports)
    {
        var again = Path.Combine(Yardstick.Workspace, "exports-again");
        Files.Delete(again);
        Directory.CreateDirectory(again);
        foreach (var (name, addition) in Additions)
        {
            File.Copy(Path.Combine(exports, name), Path.Combine(again, name));
            File.AppendAllText(Path.Combine(again, name), addition);
        }

        return again;
    }
}
