using Pipeline.Testing;

namespace Pipeline.App.Tests;

public sealed class RunCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Missing_folder_is_refused_with_the_way_out()
    {
        var run = await CommandRun.Of(_folder.Path, "run", "exports");

        Assert.Equal(1, run.Code);
        Assert.Equal("there is no folder ./exports; put your exports into one and name it: 'pipeline run FOLDER'\n", run.Error);
    }

    [Fact]
    public async Task Folder_without_files_is_refused()
    {
        Directory.CreateDirectory(_folder["exports"]);

        var run = await CommandRun.Of(_folder.Path, "run", "exports");

        Assert.Equal(1, run.Code);
        Assert.Contains("./exports holds no files", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_that_nothing_recognises_is_refused_with_a_sentence_and_the_rest_is_read()
    {
        await WriteAsync("holiday plans.csv", "where,when\nLisbon,May\n");
        await WriteAsync("costs.csv", "date,channel,cost_type,amount,currency,description\n2026-01-31,google_ads,media,100.00,USD,January\n");

        var run = await CommandRun.Of(_folder.Path, "run", "exports", "--json");

        Assert.Equal(1, run.Code);
        var refused = Assert.Single(run.Json["refused"]!.AsArray())!;
        Assert.Equal("holiday plans.csv", (string)refused["file"]!);
        Assert.NotEmpty((string)refused["sentence"]!);
        Assert.Equal(1, (int)run.Json["rows"]!["accepted"]!);
        Assert.Equal("2026-01-31", (string)run.Json["day"]!);
    }

    [Fact]
    public async Task Lake_inside_the_folder_of_exports_is_not_read_as_exports()
    {
        await WriteAsync("costs.csv", "date,channel,cost_type,amount,currency,description\n2026-01-31,google_ads,media,100.00,USD,January\n");

        await CommandRun.Of(_folder["exports"], "run", ".");
        var second = await CommandRun.Of(_folder["exports"], "run", ".", "--json");

        Assert.Equal(1, (int)second.Json["files"]!["found"]!);
        Assert.True((bool)second.Json["nothing_new"]!);
    }

    [Fact]
    public async Task Doctor_names_a_lost_part_and_a_changed_raw_export()
    {
        await WriteAsync("costs.csv", "date,channel,cost_type,amount,currency,description\n2026-01-31,google_ads,media,100.00,USD,January\n");
        await CommandRun.Of(_folder.Path, "run", "exports");
        var part = Directory.EnumerateFiles(Path.Combine(_folder["lake"], "facts", "marketing_spend_daily"), "*.parquet").Single();
        var raw = Directory.EnumerateFiles(Path.Combine(_folder["lake"], "raw"), "*", SearchOption.AllDirectories).Single();
        File.Delete(part);
        await File.AppendAllTextAsync(raw, "2026-02-28,google_ads,media,1.00,USD,forged\n", TestContext.Current.CancellationToken);

        var doctor = await CommandRun.Of(_folder.Path, "doctor");

        Assert.Equal(1, doctor.Code);
        Assert.Contains($"facts/marketing_spend_daily names {Path.GetFileName(part)}, which is gone", doctor.Output, StringComparison.Ordinal);
        Assert.Contains("no longer holds the bytes it was named after", doctor.Output, StringComparison.Ordinal);
    }

    private async Task WriteAsync(string name, string content)
    {
        Directory.CreateDirectory(_folder["exports"]);
        await File.WriteAllTextAsync(Path.Combine(_folder["exports"], name), content, TestContext.Current.CancellationToken);
    }
}
