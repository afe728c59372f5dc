using System.Text;
using Pipeline.App.Settings;
using Pipeline.Storage;
using Pipeline.Testing;

namespace Pipeline.App.Tests.Settings;

public sealed class SettingsStoreTests
{
    [Fact]
    public async Task Init_writes_settings_and_schema_once()
    {
        using var folder = new TemporaryFolder();
        var settings = new SettingsStore(new FolderObjectStore(folder.Path));

        Assert.True(await settings.InitializeAsync(TestContext.Current.CancellationToken));
        await File.AppendAllTextAsync(folder["pipeline.json"], "\n", TestContext.Current.CancellationToken);
        Assert.False(await settings.InitializeAsync(TestContext.Current.CancellationToken));

        Assert.EndsWith("\n\n", await File.ReadAllTextAsync(folder["pipeline.json"], TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.True(File.Exists(folder["pipeline.schema.json"]));
        Assert.True(File.Exists(folder["source.schema.json"]));
        Assert.Equal(LakeSettings.Default.ConfigHash, (await settings.ReadAsync(TestContext.Current.CancellationToken)).ConfigHash);
    }

    [Fact]
    public async Task Lake_without_a_configured_key_makes_its_own_once()
    {
        using var folder = new TemporaryFolder();
        var settings = new SettingsStore(new FolderObjectStore(folder.Path));

        var first = await settings.ReadWithKeyAsync(() => [.. Enumerable.Repeat((byte)7, 32)], TestContext.Current.CancellationToken);
        var second = await settings.ReadWithKeyAsync(() => [.. Enumerable.Repeat((byte)8, 32)], TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Repeat((byte)7, 32), first.Parse.HashKey.ToArray());
        Assert.Equal(first.Parse.HashKey.ToArray(), second.Parse.HashKey.ToArray());
    }

    [Fact]
    public async Task Configured_key_leaves_no_key_file()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["pipeline.json"], """{"privacy": {"hash_key": "sixteen letters!"}}""", TestContext.Current.CancellationToken);

        var settings = await new SettingsStore(new FolderObjectStore(folder.Path)).ReadWithKeyAsync(SettingsStore.RandomKey, TestContext.Current.CancellationToken);

        Assert.Equal("sixteen letters!", Encoding.UTF8.GetString(settings.Parse.HashKey.Span));
        Assert.False(File.Exists(folder[".hash-key"]));
    }

    [Fact]
    public async Task Damaged_key_file_is_refused_without_showing_it()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder[".hash-key"], "abc123", TestContext.Current.CancellationToken);

        var refusal = await Assert.ThrowsAsync<SettingsException>(() => new SettingsStore(new FolderObjectStore(folder.Path)).ReadWithKeyAsync(SettingsStore.RandomKey, TestContext.Current.CancellationToken));

        Assert.DoesNotContain("abc123", refusal.Message, StringComparison.Ordinal);
    }
}
