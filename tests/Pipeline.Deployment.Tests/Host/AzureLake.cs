using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Pipeline.Testing;

namespace Pipeline.Deployment.Tests.Host;

/// <summary>A lake in an emulated account, made as infra/ makes it: its containers are there before the program comes.</summary>
internal sealed class AzureLake(AzuriteAccount account)
{
    private static readonly string[] Containers = ["exports", "facts", "landing", "metrics", "ops", "quarantine", "raw", "settings"];

    private readonly BlobServiceClient _service = new(account.ConnectionString, new BlobClientOptions(BlobClientOptions.ServiceVersion.V2023_11_03));

    public string ConnectionString => account.ConnectionString;

    /// <summary>Makes the containers, and gives the lake the key under which another one hashes.</summary>
    public async Task CreateAsync(string keyOf, CancellationToken cancellationToken)
    {
        foreach (var container in Containers) { await _service.CreateBlobContainerAsync(container, cancellationToken: cancellationToken); }
        await UploadAsync("settings", ".hash-key", Path.Combine(keyOf, ".hash-key"), cancellationToken);
    }

    public async Task UploadAsync(string container, string name, string file, CancellationToken cancellationToken)
    {
        await using var content = File.OpenRead(file);
        await _service.GetBlobContainerClient(container).GetBlobClient(name).UploadAsync(content, cancellationToken);
    }

    /// <summary>Copies facts and metrics into a folder.</summary>
    public async Task DownloadAsync(string folder, CancellationToken cancellationToken)
    {
        foreach (var container in (string[])["facts", "metrics"])
        {
            var client = _service.GetBlobContainerClient(container);
            await foreach (var blob in client.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix: null, cancellationToken))
            {
                var path = Path.Combine(folder, container, blob.Name);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                await client.GetBlobClient(blob.Name).DownloadToAsync(path, cancellationToken);
            }
        }
    }
}
