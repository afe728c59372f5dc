using System.Security.Cryptography;
using Pipeline.App.Azure;
using Pipeline.Model;
using Pipeline.Storage;
using Pipeline.Storage.Delta;
using Pipeline.Testing;

namespace Pipeline.App.Tests.Azure;

/// <summary>The demo company with its lake in a storage account, from the command line: what a folder gives, byte for byte.</summary>
public sealed class AzureDemoTests(Azurite azurite) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Lake_in_a_storage_account_is_that_in_a_folder()
    {
        var account = await azurite.NewAccountAsync();
        Assert.Equal(0, (await CommandRun.Of(_folder.Path, "demo", "--json")).Code);

        var demo = await CommandRun.On(account, _folder.Path, "demo");

        Assert.True(demo.Code == 0, demo.Error);
        Assert.Contains("azurite/facts", demo.Output, StringComparison.Ordinal);
        var (here, there) = (new FolderObjectStore(_folder["lake"]), StoreOf(account));
        foreach (var table in FactTableCatalog.All) { Assert.Equal(await PartsAsync(here, table.Path), await PartsAsync(there, table.Path)); }
        Assert.Equal(await HashAsync(here, "exports/latest/summary.txt"), await HashAsync(there, "exports/latest/summary.txt"));
        Assert.Equal(await LakeContent.OfAsync(here, Token), await LakeContent.OfAsync(there, Token));

        await LooksSoundAsync(account);
        await ChangesNothingAgainAsync(account, there);
    }

    [Fact]
    public async Task Account_without_a_lake_is_said_to_have_none()
    {
        var status = await CommandRun.On(await azurite.NewAccountAsync(), _folder.Path, "status");

        Assert.Equal(1, status.Code);
        Assert.Contains("there is no lake at azurite", status.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Account_that_cannot_be_reached_is_a_failure_of_storage()
    {
        var account = new AzuriteAccount("away", "DefaultEndpointsProtocol=http;AccountName=away;AccountKey=c2VjcmV0;BlobEndpoint=http://127.0.0.1:1/away;QueueEndpoint=http://127.0.0.1:1/away;TableEndpoint=http://127.0.0.1:1/away");

        var status = await CommandRun.On(account, _folder.Path, "status");

        Assert.Equal(3, status.Code);
        Assert.Matches("^cannot list container 'settings' in http://127.0.0.1:1/away.*: the connection failed .*6 tries\\)", status.Error);
    }

    private async Task LooksSoundAsync(AzuriteAccount account)
    {
        var doctor = await CommandRun.On(account, _folder.Path, "doctor");
        Assert.True(doctor.Code == 0, doctor.Output);
        Assert.Contains("azurite is sound", doctor.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await CommandRun.On(account, _folder.Path, "status", "--json")).Code);
        Assert.Contains("nothing was written", (await CommandRun.On(account, _folder.Path, "export")).Output, StringComparison.Ordinal);
    }

    private async Task ChangesNothingAgainAsync(AzuriteAccount account, BlobObjectStore store)
    {
        var before = await store.ListAsync("", Token).ToListAsync(Token);
        Assert.Equal(0, (await CommandRun.On(account, _folder.Path, "run", "demo-exports")).Code);
        Assert.Equal(before, await store.ListAsync("", Token).ToListAsync(Token));
    }

    private static BlobObjectStore StoreOf(AzuriteAccount account) => new(new AzureClients(ConnectionString.Read(account.ConnectionString, "test")).Blobs(), Guid.NewGuid);

    /// <summary>The contents of the live parts of a table; their names hold identifiers.</summary>
    private static async Task<string[]> PartsAsync(IObjectStore store, string path)
    {
        var snapshot = await new DeltaTable(store, path, new DeltaEnvironment(TimeProvider.System, Guid.NewGuid)).ReadAsync(Token);
        var hashes = await Task.WhenAll((snapshot?.Files ?? []).Select(file => HashAsync(store, $"{path}/{file.Path}")));
        return [.. hashes.Order(StringComparer.Ordinal)];
    }

    private static async Task<string> HashAsync(IObjectStore store, string path)
    {
        await using var stream = await store.OpenReadAsync(path, Token);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, Token));
    }
}
