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

    [Fact]
    public async Task Doctor_makes_lost_tables_again_from_raw()
    {
        await WriteAsync("costs.csv", "date,channel,cost_type,amount,currency,description\n2026-01-31,google_ads,media,100.00,USD,January\n");
        await CommandRun.Of(_folder.Path, "run", "exports");
        File.Delete(Directory.EnumerateFiles(Path.Combine(_folder["lake"], "facts", "marketing_spend_daily"), "*.parquet").Single());

        var doctor = await CommandRun.Of(_folder.Path, "doctor", "--repair");
        var explain = await CommandRun.Of(_folder.Path, "explain", "spend", "2026-01-31", "--json");

        Assert.True(doctor.Code == 0, doctor.Output + doctor.Error);
        Assert.Equal(100, (double)explain.Json["points"]!.AsArray()[0]!["value"]!);
    }

    [Fact]
    public async Task Changed_reading_settings_read_the_kept_exports_again()
    {
        await WriteAsync("costs.csv", "date,channel,cost_type,amount,description\n2026-01-31,google_ads,media,100.00,January\n");
        await CommandRun.Of(_folder.Path, "run", "exports");
        await File.WriteAllTextAsync(
            Path.Combine(_folder["lake"], "pipeline.json"), """{"reporting": {"currency": "EUR"}}""", TestContext.Current.CancellationToken);

        var second = await CommandRun.Of(_folder.Path, "run", "exports", "--json");
        var third = await CommandRun.Of(_folder.Path, "run", "exports", "--json");
        var explain = await CommandRun.Of(_folder.Path, "explain", "spend", "2026-01-31", "--json");

        Assert.True((bool)second.Json["rebuilt"]!, second.Output + second.Error);
        Assert.True((bool)third.Json["nothing_new"]!, third.Output + third.Error);
        Assert.Equal("EUR", (string)explain.Json["points"]!.AsArray()[0]!["currency"]!);
    }

    [Fact]
    public async Task Changed_metric_settings_compute_again_without_reading()
    {
        await WriteAsync("costs.csv", "date,channel,cost_type,amount,currency,description\n2026-01-31,google_ads,media,100.00,USD,January\n");
        await CommandRun.Of(_folder.Path, "run", "exports");
        await File.WriteAllTextAsync(Path.Combine(_folder["lake"], "pipeline.json"), """{"gross_margin": 0.7}""", TestContext.Current.CancellationToken);

        var second = await CommandRun.Of(_folder.Path, "run", "exports", "--json");

        Assert.False((bool)second.Json["rebuilt"]!);
        Assert.False((bool)second.Json["nothing_new"]!);
    }

    [Fact]
    public async Task Source_that_the_lake_declares_is_read_and_a_wrong_declaration_is_refused_with_its_path()
    {
        await WriteAsync("budget.csv", "Kostenstelle,Tag,Betrag\nads,2026-01-31,40.00\n");
        Directory.CreateDirectory(Path.Combine(_folder["lake"], "sources"));
        var declaration = Path.Combine(_folder["lake"], "sources", "budget.json");
        await File.WriteAllTextAsync(declaration, """{"name": "budget", "colour": "red"}""", TestContext.Current.CancellationToken);

        var wrong = await CommandRun.Of(_folder.Path, "run", "exports");

        Assert.Equal(1, wrong.Code);
        Assert.Contains("sources/budget.json: ", wrong.Error, StringComparison.Ordinal);
        Assert.Contains("colour", wrong.Error, StringComparison.Ordinal);

        await File.WriteAllTextAsync(
            declaration,
            """
            {
              "name": "budget",
              "recognise": { "columns": ["Kostenstelle", "Tag", "Betrag"] },
              "tables": [{
                "table": "marketing_spend_daily",
                "columns": {
                  "spend_date": { "read": "date", "from": "Tag" },
                  "channel": { "read": "text", "from": "Kostenstelle" },
                  "cost_type": { "read": "constant", "text": "media" },
                  "report_level": { "read": "constant", "text": "account" },
                  "cost": { "read": "number", "from": "Betrag" }
                }
              }]
            }
            """,
            TestContext.Current.CancellationToken);

        var right = await CommandRun.Of(_folder.Path, "run", "exports", "--json");
        var sources = await CommandRun.Of(_folder.Path, "sources", "--json");

        Assert.True(right.Code == 0, right.Output + right.Error);
        Assert.Equal(1, (int)right.Json["rows"]!["accepted"]!);
        Assert.Equal("currency_assumed", (string)right.Json["warnings"]!.AsArray()[0]!["kind"]!);
        Assert.Contains(sources.Json["sources"]!.AsArray(), source => (string)source!["name"]! is "budget");
    }

    [Fact]
    public async Task Settings_of_a_source_that_does_not_exist_are_refused()
    {
        await WriteAsync("costs.csv", "date,channel,cost_type,amount,currency,description\n2026-01-31,google_ads,media,100.00,USD,January\n");
        Directory.CreateDirectory(_folder["lake"]);
        await File.WriteAllTextAsync(Path.Combine(_folder["lake"], "pipeline.json"), """{"sources": {"strpe": {"currency": "EUR"}}}""", TestContext.Current.CancellationToken);

        var run = await CommandRun.Of(_folder.Path, "run", "exports");

        Assert.Equal(1, run.Code);
        Assert.Contains("'sources.strpe' is neither a source nor a system", run.Error, StringComparison.Ordinal);
    }

    private async Task WriteAsync(string name, string content)
    {
        Directory.CreateDirectory(_folder["exports"]);
        await File.WriteAllTextAsync(Path.Combine(_folder["exports"], name), content, TestContext.Current.CancellationToken);
    }
}
