using System.Buffers.Text;

namespace Pipeline.App.Azure;

/// <summary>Reads the connection strings that Azure shows and Azurite documents.</summary>
internal static class ConnectionString
{
    /// <summary>The account that every Azurite has, with the key that everybody knows.</summary>
    private const string DevelopmentAccount =
        "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;"
        + "BlobEndpoint=http://127.0.0.1:10000/devstoreaccount1;QueueEndpoint=http://127.0.0.1:10001/devstoreaccount1;TableEndpoint=http://127.0.0.1:10002/devstoreaccount1";

    /// <summary>The account of an Azurite on its usual ports.</summary>
    public static AzureAccount Development => Read(DevelopmentAccount, "UseDevelopmentStorage");

    /// <param name="text">The connection string. A secret: no sentence repeats it.</param>
    /// <param name="setting">Where it was found, for the sentence when it cannot be used.</param>
    /// <exception cref="RefusalException">It names no account and key.</exception>
    public static AzureAccount Read(string text, string setting)
    {
        var parts = Parts(text);
        if (parts.TryGetValue("UseDevelopmentStorage", out var isDevelopment) && bool.TryParse(isDevelopment, out var uses) && uses) { return Development; }
        if (parts.ContainsKey("SharedAccessSignature")) { throw Refusal(setting, "holds a shared access signature; give it the account's key, or sign in with an identity"); }
        if (!parts.TryGetValue("AccountName", out var account) || account.Length == 0) { throw Refusal(setting, "has no AccountName"); }
        if (!parts.TryGetValue("AccountKey", out var key) || key.Length == 0 || !Base64.IsValid(key)) { throw Refusal(setting, "has no AccountKey in base64"); }

        var scheme = parts.GetValueOrDefault("DefaultEndpointsProtocol", "https");
        var suffix = parts.GetValueOrDefault("EndpointSuffix", "core.windows.net");
        Uri Endpoint(string service)
        {
            var address = parts.GetValueOrDefault(service + "Endpoint", $"{scheme}://{account}.{service.ToLowerInvariant()}.{suffix}");
            return Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : throw Refusal(setting, $"has a {service}Endpoint that is not an address");
        }

        return new AzureAccount { Blobs = Endpoint("Blob"), Queues = Endpoint("Queue"), Tables = Endpoint("Table"), Key = new AccountKey(account, key) };
    }

    private static Dictionary<string, string> Parts(string text)
    {
        var parts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=');
            if (equals > 0) { parts[part[..equals]] = part[(equals + 1)..]; }
        }

        return parts;
    }

    private static RefusalException Refusal(string setting, string fault) =>
        new($"the connection string in {setting} {fault}; copy it from the account's 'Access keys', or from the Azurite documentation");
}
