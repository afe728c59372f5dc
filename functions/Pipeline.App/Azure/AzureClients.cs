using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace Pipeline.App.Azure;

/// <summary>Makes the clients of a storage account. All retry alike: with growing pauses, as long as the service asks when it says so.</summary>
internal sealed class AzureClients(AzureAccount account)
{
    /// <summary>Versions of the service that Azurite speaks too; nothing newer is needed.</summary>
    private const BlobClientOptions.ServiceVersion BlobVersion = BlobClientOptions.ServiceVersion.V2023_11_03;

    private const QueueClientOptions.ServiceVersion QueueVersion = QueueClientOptions.ServiceVersion.V2023_11_03;

    private const string StorageScope = "https://storage.azure.com/.default";

    private TokenCredential? _identity;

    /// <summary>What carries requests; a test gives one that fails.</summary>
    /// <value>The default is the one that all clients of the process share.</value>
    public HttpPipelineTransport Transport { get; init; } = HttpClientTransport.Shared;

    /// <summary>The pause before the first retry; each later one is about twice as long, up to half a minute.</summary>
    /// <value>The default is 0.4 s: with five retries about 12 s in all, unless the service asks for more.</value>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(0.4);

    /// <summary>How long one request may take without a byte moving.</summary>
    /// <value>The default is a minute: a block of 4 MB passes through 0.6 Mbit/s in that time.</value>
    public TimeSpan NetworkTimeout { get; init; } = TimeSpan.FromMinutes(1);

    public AzureAccount Account => account;

    public BlobServiceClient Blobs()
    {
        var options = Prepare(new BlobClientOptions(BlobVersion));
        return account.Key is { } key
            ? new BlobServiceClient(account.Blobs, new StorageSharedKeyCredential(key.Account, key.Base64), options)
            : new BlobServiceClient(account.Blobs, Identity, options);
    }

    public QueueServiceClient Queues()
    {
        var options = Prepare(new QueueClientOptions(QueueVersion));
        return account.Key is { } key
            ? new QueueServiceClient(account.Queues, new StorageSharedKeyCredential(key.Account, key.Base64), options)
            : new QueueServiceClient(account.Queues, Identity, options);
    }

    /// <summary>A table of the account.</summary>
    public TableClient Table(string name)
    {
        HttpPipelinePolicy signing = account.Key is { } key ? new TableKeyPolicy(key, TimeProvider.System) : new BearerTokenAuthenticationPolicy(Identity, StorageScope);
        return new TableClient(HttpPipelineBuilder.Build(Prepare(new TableOptions()), signing), account.Tables, name);
    }

    private TokenCredential Identity => _identity ??= account.Identity!();

    private T Prepare<T>(T options)
        where T : ClientOptions
    {
        options.Transport = Transport;
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.MaxRetries = 5;
        options.Retry.Delay = FirstPause;
        options.Retry.MaxDelay = TimeSpan.FromSeconds(30);
        options.Retry.NetworkTimeout = NetworkTimeout;
        options.Diagnostics.IsTelemetryEnabled = false;
        options.AddPolicy(new WholeAnswerPolicy(), HttpPipelinePosition.PerRetry);
        return options;
    }

    private sealed class TableOptions : ClientOptions;
}
