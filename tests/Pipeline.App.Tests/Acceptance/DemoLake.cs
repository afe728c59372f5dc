using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Parquet;
using Pipeline.Storage;
using Pipeline.Storage.Delta;
using Pipeline.Testing;

namespace Pipeline.App.Tests.Acceptance;

/// <summary>The demo company's lake, made once under a clock and identifiers that are the same on every machine.</summary>
public sealed class DemoLake : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 8, 15, 12, 0, 0, TimeSpan.Zero));
    private int _ids;

    /// <summary>The business day on which the demo ran.</summary>
    public static DateOnly Today { get; } = new(2026, 8, 15);

    /// <summary>Where the lake lies.</summary>
    public string Folder => _folder["lake"];

    /// <summary>Every Delta table of the lake at its newest version, in the order of their paths.</summary>
    public ImmutableArray<LakeTable> Tables { get; private set; } = [];

    /// <summary>The table at <paramref name="path"/>, such as <c>metrics/metric_snapshot</c>.</summary>
    public LakeTable this[string path] => Tables.Single(table => table.Path == path);

    public async ValueTask InitializeAsync()
    {
        var demo = await RunAsync("demo", "--json");
        Assert.True(demo.Code == 0, demo.Output + demo.Error);
        Tables = await ReadTablesAsync();
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Lets time pass for the runs that follow.</summary>
    internal void Advance(TimeSpan time) => _clock.Advance(time);

    internal Task<CommandRun> RunAsync(params string[] args) => CommandRun.Of(_folder.Path, _clock, () => new Guid(Interlocked.Increment(ref _ids), 0, 0, new byte[8]), args);

    private async Task<ImmutableArray<LakeTable>> ReadTablesAsync()
    {
        var store = new FolderObjectStore(Folder);
        var tables = ImmutableArray.CreateBuilder<LakeTable>();
        foreach (var log in Directory.EnumerateDirectories(Folder, "_delta_log", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var path = Path.GetRelativePath(Folder, Path.GetDirectoryName(log)!).Replace('\\', '/');
            var snapshot = await new DeltaTable(store, path, new DeltaEnvironment(_clock, Guid.NewGuid)).ReadAsync(TestContext.Current.CancellationToken);
            tables.Add(new LakeTable(path, Path.Combine(Folder, path), snapshot!));
        }

        return tables.ToImmutable();
    }
}

/// <summary>One Delta table of a lake.</summary>
/// <param name="Path">Its path in the lake.</param>
/// <param name="Folder">Its folder on disk.</param>
/// <param name="Snapshot">Its newest version.</param>
public sealed record LakeTable(string Path, string Folder, DeltaSnapshot Snapshot)
{
    public TableSchema Schema => Snapshot.Schema;

    /// <summary>The live files on disk.</summary>
    public ImmutableArray<string> Files => [.. Snapshot.Files.Select(FileOf)];

    /// <summary>What DuckDB reads the live rows from.</summary>
    public string Relation => $"read_parquet([{string.Join(", ", Files.Select(file => $"'{file}'"))}])";

    public string FileOf(DataFile file) => System.IO.Path.Combine(Folder, file.Path);
}

/// <summary>The tests that look at one lake and leave it as it is.</summary>
[CollectionDefinition(Name)]
public sealed class DemoLakeGroup : ICollectionFixture<DemoLake>
{
    public const string Name = "demo lake";
}
