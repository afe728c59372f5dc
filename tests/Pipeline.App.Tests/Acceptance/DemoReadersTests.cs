using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Pipeline.Parquet;
using Pipeline.Testing;

namespace Pipeline.App.Tests.Acceptance;

/// <summary>Programs by others find in the demo's lake what our own reader finds.</summary>
[Collection(DemoLakeGroup.Name)]
public sealed class DemoReadersTests(DemoLake lake)
{
    [Fact]
    public async Task DuckDB_finds_the_rows_nulls_and_sums_of_every_file()
    {
        var files = Files();
        var answer = await Oracles.QueryAsync([], files.ToDictionary(file => file.Path, Query, StringComparer.Ordinal));

        foreach (var file in files)
        {
            var values = answer[file.Path]!["rows"]![0]!.AsArray();
            AssertAgrees("DuckDB", file, (column, i) => ColumnProfile.Of(column, values[0]!, values[1 + (2 * i)]!, values[2 + (2 * i)]));
        }

        static string Query(LakeFile file) =>
            $"SELECT count(*), {string.Join(", ", file.Schema.Columns.Select(column => $"count(*) - count(\"{column.Name}\"), sum({InDuckDB(column)})"))} FROM read_parquet('{file.Path}')";
    }

    [Fact]
    public async Task Polars_and_hyparquet_find_the_rows_nulls_and_sums_of_every_file()
    {
        var files = Files();
        var request = new JsonObject
        {
            ["files"] = new JsonArray([.. files.Select(file => (JsonNode)file.Path)]),
            ["kinds"] = new JsonArray([.. files.Select(file => Kinds(file.Schema))]),
        };

        var answer = await Oracles.RunAsync("parquet-readers", request);

        foreach (var reader in new[] { "polars", "hyparquet" })
        {
            for (var i = 0; i < files.Length; i++)
            {
                var columns = answer[reader]![i]!;
                AssertAgrees(reader, files[i], (column, _) => ColumnProfile.Of(column, columns[column.Name]![0]!, columns[column.Name]![1]!, columns[column.Name]![2]));
            }
        }
    }

    [Fact]
    public async Task ClickHouse_finds_the_rows_nulls_and_sums_of_every_Delta_table()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "chdb has no build for Windows");
        var tables = lake.Tables.ToDictionary(table => table.Path.Replace('/', '_'), StringComparer.Ordinal);
        var request = new JsonObject
        {
            ["tables"] = new JsonObject(tables.Select(table => KeyValuePair.Create(table.Key, (JsonNode?)table.Value.Folder))),
            ["queries"] = new JsonObject(tables.Select(table => KeyValuePair.Create(table.Key, (JsonNode?)Query(table.Key, table.Value.Schema)))),
        };

        var answer = await Oracles.RunAsync("delta", request);

        foreach (var (name, table) in tables)
        {
            var values = answer[name]![0]!.AsArray();
            var whole = new LakeFile(table.Path, table.Schema, Sum(table));
            AssertAgrees("ClickHouse", whole, (column, i) => ColumnProfile.Of(column, values[0]!, values[1 + (2 * i)]!, values[2 + (2 * i)]));
        }

        static string Query(string name, TableSchema schema) =>
            $"SELECT count(), {string.Join(", ", schema.Columns.Select(column => $"countIf(isNull(\"{column.Name}\")), {InClickHouse(column)}"))} FROM {{{name}}}";
    }

    /// <summary>Every live file of every table, and the small files that are made for people.</summary>
    private ImmutableArray<LakeFile> Files() =>
    [
        .. lake.Tables.SelectMany(table => table.Files)
            .Concat(Directory.EnumerateFiles(Path.Combine(lake.Folder, "exports", "latest"), "*.parquet").Order(StringComparer.Ordinal))
            .Select(LakeFile.Read),
    ];

    private static ImmutableArray<ColumnProfile> Sum(LakeTable table) =>
    [
        .. table.Files.Select(LakeFile.Read).SelectMany(file => file.Profiles.Select((profile, i) => (Profile: profile, Column: i)))
            .GroupBy(found => found.Column).OrderBy(group => group.Key).Select(group => group.Aggregate(default(ColumnProfile), (sum, found) => sum + found.Profile)),
    ];

    private static JsonObject Kinds(TableSchema schema) =>
        new(schema.Columns.Select(column => KeyValuePair.Create(column.Name, (JsonNode?)ColumnProfile.KindOf(column))));

    private static string InDuckDB(ColumnSchema column) => column.Type switch
    {
        ColumnType.Text => $"strlen(\"{column.Name}\")",
        ColumnType.Double => $"\"{column.Name}\"",
        ColumnType.Date => $"\"{column.Name}\" - DATE '1970-01-01'",
        ColumnType.Timestamp => $"epoch_us(\"{column.Name}\")",
        ColumnType.Decimal => string.Create(CultureInfo.InvariantCulture, $"CAST(CAST(\"{column.Name}\" AS DECIMAL(38, {column.Scale})) * 1{new string('0', column.Scale)} AS HUGEINT)"),
        _ => $"CAST(\"{column.Name}\" AS HUGEINT)",
    };

    private static string InClickHouse(ColumnSchema column) => column.Type switch
    {
        ColumnType.Text => $"sum(length(\"{column.Name}\"))",
        ColumnType.Double => $"sum(\"{column.Name}\")",
        ColumnType.Date => $"sum(toInt64(toInt32(\"{column.Name}\")))",
        ColumnType.Timestamp => $"sum(toInt128(toUnixTimestamp64Micro(\"{column.Name}\")))",
        ColumnType.Decimal => $"toInt128(sum(\"{column.Name}\") * 1{new string('0', column.Scale)})",
        _ => $"sum(toInt128(\"{column.Name}\"))",
    };

    private static void AssertAgrees(string reader, LakeFile file, Func<ColumnSchema, int, ColumnProfile> read)
    {
        for (var i = 0; i < file.Schema.Columns.Length; i++)
        {
            var found = read(file.Schema.Columns[i], i);
            Assert.True(file.Profiles[i].Agrees(found), $"{file.Path}, {file.Schema.Columns[i].Name}: we read {file.Profiles[i]}, {reader} {found}");
        }
    }

    /// <summary>A file, or a table of files, as our own reader sees it.</summary>
    private sealed record LakeFile(string Path, TableSchema Schema, ImmutableArray<ColumnProfile> Profiles)
    {
        public static LakeFile Read(string path)
        {
            using var stream = File.OpenRead(path);
            var file = ParquetFile.Open(stream);
            var profiles = new ColumnProfile[file.Schema.Columns.Length];
            for (var group = 0; group < file.RowGroups.Length; group++)
            {
                for (var i = 0; i < profiles.Length; i++) { profiles[i] += ColumnProfile.Of(file.ReadColumn(group, i)); }
            }

            return new(path, file.Schema, [.. profiles]);
        }
    }
}
