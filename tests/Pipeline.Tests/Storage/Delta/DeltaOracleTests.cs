using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Storage;
using Pipeline.Storage.Delta;
using Pipeline.Testing;

namespace Pipeline.Tests.Storage.Delta;

/// <summary>Other programs read our tables: ClickHouse through the Delta kernel, DuckDB the live files and the checkpoint.</summary>
public sealed class DeltaOracleTests : IDisposable
{
    private const string Aggregates =
        "count(*), sum(id), sum(amount), count(*) - count(channel), count(*) - count(amount), sum(\"count\"), min(day), max(day), count(DISTINCT channel), sum(ratio), count(*) - count(is_new)";

    private readonly TemporaryFolder _folder = new();
    // Long ago, so that the folder's own clock is later and the table's decides.
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Other_readers_see_our_rows_before_and_after_a_checkpoint_and_a_clean_up()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "chdb has no build for Windows");
        var store = new FolderObjectStore(_folder.Path);
        var table = Samples.Table(store, seed: 1, _clock);
        await CommitAsync(table, from: 0, to: 8);
        var tables = new JsonObject { ["plain"] = Keep("plain") };
        var expected = new JsonObject { ["plain"] = await AskDuckDBAsync(table) };

        await CommitAsync(table, from: 8, to: 23);
        tables["checkpointed"] = Keep("checkpointed");
        expected["checkpointed"] = await AskDuckDBAsync(table);

        foreach (var file in Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories)) { File.SetLastWriteTimeUtc(file, _clock.GetUtcNow().UtcDateTime); }
        _clock.Advance(TimeSpan.FromDays(40));
        Assert.True((await table.CleanUpLogAsync(TimeSpan.FromDays(30), Token)).ObjectCount > 10);
        Assert.True((await table.VacuumAsync(TimeSpan.FromDays(7), Token)).ObjectCount > 5);
        tables["cleaned"] = Keep("cleaned");
        expected["cleaned"] = await AskDuckDBAsync(table);

        var queries = new JsonObject(tables.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)$"SELECT {Aggregates} FROM {{{pair.Key}}}")))
        {
            ["pruned"] = "SELECT count(*), sum(amount) FROM {cleaned} WHERE day >= toDate('2024-10-14') AND day < toDate('2024-10-20')",
            ["instants"] = "SELECT toString(toUnixTimestamp64Micro(max(seen_at))) FROM {cleaned}",
        };
        var answers = await Oracles.RunAsync("delta", new JsonObject { ["tables"] = tables, ["queries"] = queries });

        foreach (var (name, row) in expected) { Assert.Equal(Normal(row!.AsArray()), Normal(answers[name]![0]!.AsArray())); }
        Assert.Equal(await OwnPrunedAsync(table), Normal(answers["pruned"]![0]!.AsArray()));
        var latest = await AskDuckDBAsync(table, "epoch_us(max(seen_at))");
        Assert.Equal(Text(latest[0]), answers["instants"]![0]![0]!.GetValue<string>());
    }

    [Fact]
    public async Task Checkpoint_is_sound_Parquet_to_DuckDB()
    {
        var store = new FolderObjectStore(_folder.Path);
        var table = Samples.Table(store, seed: 2, _clock);
        await CommitAsync(table, from: 0, to: 11);
        var snapshot = (await table.ReadAsync(Token))!;

        var file = Path.Join(_folder.Path, "facts/sample/_delta_log/00000000000000000010.checkpoint.parquet");
        var rows = await Oracles.QueryAsync(
            $"""
            SELECT count(add.path), count(remove.path), count(txn.appId), count(protocol.minReaderVersion), max(metaData.schemaString), max(len(metaData.partitionColumns)),
                   sum(add.size), max(CAST(metaData.configuration AS VARCHAR)), max(CAST(add.tags['batch'] AS VARCHAR)), bool_or(add.dataChange)
            FROM read_parquet('{file}')
            """);

        var row = rows[0]!.AsArray();
        Assert.Equal(["16", "6", "11", "1"], row.Take(4).Select(Text));
        Assert.StartsWith("{\"type\":\"struct\"", row[4]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("0", Text(row[5]));
        Assert.Equal(snapshot.Files.Sum(added => added.ByteCount).ToString(CultureInfo.InvariantCulture), Text(row[6]));
        Assert.Contains("pipeline.note", Text(row[7]), StringComparison.Ordinal);
        Assert.Equal("\"quoted\" ş", Text(row[8]));
        Assert.Equal("false", Text(row[9]));
    }

    /// <summary>Two files a commit; every third commit also takes the oldest file out.</summary>
    private static async Task CommitAsync(DeltaTable table, int from, int to)
    {
        var tags = new Dictionary<string, string> { ["batch"] = "\"quoted\" ş" };
        for (var i = from; i < to; i++)
        {
            var seen = await table.ReadAsync(Token);
            var rows = Samples.Rows([.. Enumerable.Range(i * 5, 5)]);
            await table.CommitAsync(
                new DeltaCommit
                {
                    Schema = Samples.Schema,
                    Operation = "WRITE",
                    ReadAt = seen,
                    Transactions = [string.Create(CultureInfo.InvariantCulture, $"work/{i}")],
                    Add = [await table.WritePartAsync(Samples.Schema, Samples.Encoded(rows), tags, Token), await table.WritePartAsync(Samples.Schema, Samples.Encoded(Samples.Rows(7 * i)), tags, Token)],
                    Remove = i % 3 == 2 ? [.. seen!.Files.Take(2).Select(file => file.Path)] : [],
                    Configuration = seen is null ? new Dictionary<string, string> { ["pipeline.note"] = "ş" } : null,
                },
                Token);
        }
    }

    private string Keep(string name)
    {
        var copy = Directory.CreateDirectory(Path.Join(_folder.Path, "copies", name)).FullName;
        var table = Path.Join(_folder.Path, "facts/sample");
        foreach (var file in Directory.EnumerateFiles(table, "*", SearchOption.AllDirectories))
        {
            var target = Path.Join(copy, Path.GetRelativePath(table, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }

    private async Task<JsonArray> AskDuckDBAsync(DeltaTable table, string what = Aggregates)
    {
        var snapshot = (await table.ReadAsync(Token))!;
        var files = string.Join(", ", snapshot.Files.Select(file => $"'{Path.Join(_folder.Path, "facts/sample", file.Path)}'"));
        var row = (await Oracles.QueryAsync($"SELECT count(*), {what} FROM read_parquet([{files}])"))[0]!.AsArray();
        Assert.Equal(snapshot.Files.Sum(file => file.RowCount).ToString(CultureInfo.InvariantCulture), Text(row[0]));
        row = row.DeepClone().AsArray();
        row.RemoveAt(0);
        return row;
    }

    private static async Task<string> OwnPrunedAsync(DeltaTable table)
    {
        var snapshot = (await table.ReadAsync(Token))!;
        var first = new DateOnly(2024, 10, 14);
        var (count, sum) = (0L, 0L);
        foreach (var group in await table.ListRowGroupsAsync(snapshot, file => file.Statistics.Of("day").MayHoldDates(first, first.AddDays(5)), Token))
        {
            var batch = await table.ReadRowGroupAsync(group, ["day", "amount"], Token);
            var low = first.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
            for (var row = 0; row < batch.RowCount; row++)
            {
                if (!batch["day"].HasValue(row) || batch["day"].Int32s[row] < low || batch["day"].Int32s[row] >= low + 6) { continue; }
                count++;
                sum += batch["amount"].Int64s[row];
            }
        }

        return Normal([count, sum / 10_000m]);
    }

    /// <summary>The two engines write numbers differently: 1, 1.0 and "1.0000" are one.</summary>
    private static string Normal(JsonArray row) => string.Join('|', row.Select(value =>
    {
        var text = Text(value);
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? (number / 1.000000000000000000m).ToString(CultureInfo.InvariantCulture)
            : text;
    }));

    private static string Text(JsonNode? value) => value is null ? "null" : value.ToString();
}
