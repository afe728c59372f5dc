using System.Globalization;
using System.IO.Compression;
using System.Text;
using Pipeline.Land;

namespace Pipeline.Testing;

/// <summary>Exports that overlap in keys and days, some of them in an archive, one that nothing reads.</summary>
public static class RandomExports
{
    public static List<LandingFile> Of(int seed)
    {
        var random = new Random(seed);
        var files = new List<LandingFile>();
        for (var day = 1; day <= 5; day++) { files.Add(Deals(random, day)); }
        for (var first = 1; first <= 9; first += 3) { files.Add(Costs(random, first)); }
        files.Add(FileOf("notes.csv", 20, "colour,shape\nred,round\n"u8.ToArray()));
        files.Add(Archive(files[0], files[5], Deals(random, 9)));
        return files;
    }

    private static LandingFile Deals(Random random, int day)
    {
        var text = new StringBuilder("Record ID,Deal Name,Pipeline,Deal Stage,Amount,Create Date,Close Date\n");
        for (var id = 1; id <= 30; id++)
        {
            if (random.Next(3) == 0) { continue; }
            var amount = random.Next(12) == 0 ? "not money" : random.Next(1, 100_000).ToString(CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"{id},Deal {id},Sales Pipeline,Discovery,{amount},2026-04-01 09:00,2026-06-{random.Next(1, 28):D2} 09:00\n");
        }

        return FileOf($"hubspot-crm-exports-all-deals-2026-05-{day:D2}.csv", day, Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static LandingFile Costs(Random random, int first)
    {
        var text = new StringBuilder("date,channel,cost_type,amount,currency,description\n");
        for (var day = first; day < first + 6; day++)
        {
            for (var line = random.Next(4); line > 0; line--) { text.Append(CultureInfo.InvariantCulture, $"2026-05-{day:D2},agency,fees,{random.Next(1, 1000)}.00,USD,line {line}\n"); }
        }

        text.Append("2026-05-01,staff,people,lots,USD,salaries\n");
        return FileOf($"costs-{first}.csv", random.Next(1, 9), Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static LandingFile Archive(params LandingFile[] members)
    {
        using var content = new MemoryStream();
        using (var zip = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var member in members)
            {
                using var target = zip.CreateEntry(member.Name).Open();
                member.OpenAsync(CancellationToken.None).Result.CopyTo(target);
            }
        }

        return FileOf("together.zip", 10, content.ToArray());
    }

    private static LandingFile FileOf(string name, int day, byte[] content) =>
        new(name, new DateTimeOffset(2026, 6, day, 0, 0, 0, TimeSpan.Zero), _ => Task.FromResult<Stream>(new MemoryStream(content, writable: false)));
}
