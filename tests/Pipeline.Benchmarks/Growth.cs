using System.Globalization;
using Pipeline.Benchmarks.Processes;
using static Pipeline.Benchmarks.Results;

namespace Pipeline.Benchmarks;

/// <summary>What one more day costs after years of days, and a late row that touches one day a year ago; and a rebuild of everything beside them.</summary>
internal static class Growth
{
    /// <summary>Ten times 300 rows a day: of a smaller company the start of the program is most of a day.</summary>
    private const int Scale = 10;

    public static async Task RunAsync(Results results, IReadOnlyList<int> years, int rounds)
    {
        Directory.CreateDirectory(Yardstick.Workspace);
        var program = await PublishedProgram.BuildAsync();
        var (dayBefore, newDay, late) = (Folder("day-before"), Folder("new-day"), Folder("late-row"));
        foreach (var folder in (string[])[dayBefore, newDay, late]) { Files.Delete(folder); }
        GrowingCompany.WriteDay(dayBefore, GrowingCompany.NewDay.AddDays(-1), Scale);
        GrowingCompany.WriteDay(newDay, GrowingCompany.NewDay, Scale);
        GrowingCompany.WriteLateRow(late, Scale);
        var measured = new List<Measured>();
        foreach (var count in years) { measured.Add(await RebuildAsync(program, count, dayBefore, rounds)); }
        // In turns, so that all years meet the machine as it is at the same time.
        for (var round = 0; round < rounds; round++)
        {
            foreach (var one in measured)
            {
                one.NewDay.Add(await OnCopyAsync(program, one, newDay));
                one.Late.Add(await OnCopyAsync(program, one, late));
            }
        }

        var first = measured[0];
        results.Put(
            "Growth",
            $"{300 * Scale} rows a day in the yardstick's forms: of a smaller company the fixed cost of a run, about half a second, hides everything. A new day (and 20 earlier deals that close on it), and one late invoice of a year ago, are run on copies of a lake that has seen one day after its rebuild, which is when it begins to keep sums; medians of {rounds} runs, in which the years took turns. "
            + "Before each run as much free memory as it needs was touched and given back, so that a host has none to find for some runs and not for others. "
            + "The rebuild reads the whole history into an empty lake. The bars are 1.5 for 16 years against 1, and 0.05 for a day against a rebuild.",
            ["years", "new day: wall, s", "processor, s", $"processor against {first.Years} year", "of a rebuild (processor)", "late row: wall, s", "processor, s", "rebuild: wall, s", "processor, s"],
            measured.Select(one => (string[])
            [
                Number(one.Years, "0"), Wall(one.NewDay), Processor(one.NewDay), Number(Time(one.NewDay) / Time(first.NewDay)), Number(Time(one.NewDay) / Time(one.Rebuild), "0.000"),
                Wall(one.Late), Processor(one.Late), Wall(one.Rebuild), Processor(one.Rebuild),
            ]));
    }

    /// <summary>Makes the lake of some years, several times.</summary>
    private static async Task<Measured> RebuildAsync(string program, int years, string dayBefore, int rounds)
    {
        var (history, lake) = (Folder("history"), LakeOf(years));
        Files.Delete(history);
        GrowingCompany.WriteHistory(history, years, Scale);
        var measured = new Measured(years, [], [], []);
        for (var round = 0; round < Math.Min(rounds, 3); round++)
        {
            FreeMemory.Touch();
            measured.Rebuild.Add(await ProcessMeter.RunAsync(Yardstick.Ours(program, history, lake)));
        }

        // The run after a rebuild keeps what the later ones use.
        await ProcessMeter.RunAsync(new Job(program, ["run", dayBefore, "--lake", lake], Yardstick.Workspace));
        return measured;
    }

    private static async Task<Cost> OnCopyAsync(string program, Measured one, string files)
    {
        var copy = Folder("growth-copy");
        Files.Copy(LakeOf(one.Years), copy);
        FreeMemory.Touch();
        return await ProcessMeter.RunAsync(new Job(program, ["run", files, "--lake", copy], Yardstick.Workspace));
    }

    private static string LakeOf(int years) => Folder(string.Create(CultureInfo.InvariantCulture, $"growth-lake-{years}"));

    private static string Folder(string name) => Path.Combine(Yardstick.Workspace, name);

    private static double Time(IEnumerable<Cost> costs) => Pairs.Median(costs.Select(cost => cost.Processor.TotalSeconds));

    private static string Wall(IEnumerable<Cost> costs) => Number(Pairs.Median(costs.Select(cost => cost.Wall.TotalSeconds)));

    private static string Processor(IEnumerable<Cost> costs) => Number(Time(costs));

    private sealed record Measured(int Years, List<Cost> NewDay, List<Cost> Late, List<Cost> Rebuild);
}
