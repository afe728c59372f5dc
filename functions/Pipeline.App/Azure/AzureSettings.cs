using System.Runtime.CompilerServices;
using Azure.Core;
using Azure.Identity;

namespace Pipeline.App.Azure;

/// <summary>Finds out which storage account is meant, from a name on the command line and from settings as Azure Functions names them.</summary>
/// <param name="setting">A setting of the environment by its name; <see langword="null"/> when there is none.</param>
internal sealed class AzureSettings(Func<string, string?> setting)
{
    /// <summary>The connection of the lake: <c>Lake</c> is a connection string, <c>Lake__accountName</c> and its like an identity's way in.</summary>
    public const string LakeConnection = "Lake";

    /// <summary>What the storage tools of Azure call their connection string.</summary>
    public const string ToolsConnection = "AZURE_STORAGE_CONNECTION_STRING";

    /// <summary>What stands for an Azurite on this machine.</summary>
    public const string Azurite = "azurite";

    private static readonly string[] Services = ["blob", "queue", "table"];

    /// <summary>Whether the name of a lake means a storage account and no folder.</summary>
    public static bool IsAccount(string lake) => string.Equals(lake, Azurite, StringComparison.OrdinalIgnoreCase) || lake.Contains("://", StringComparison.Ordinal);

    /// <summary>The account that the name of a lake means.</summary>
    /// <exception cref="RefusalException">The name is not an address of blobs, or a connection string cannot be read.</exception>
    public AzureAccount OfLake(string lake)
    {
        if (string.Equals(lake, Azurite, StringComparison.OrdinalIgnoreCase)) { return WithKey() ?? ConnectionString.Development; }
        var address = Uri.TryCreate(lake, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" ? uri : throw Refusal(lake, "is not the address of a storage account");
        if (WithKey() is { } keyed && IsSame(keyed.Blobs, address)) { return keyed; }
        if (address.Scheme == "http") { throw Refusal(lake, "is not encrypted, and no connection string names it"); }
        if (address.Query.Length > 0 || address.UserInfo.Length > 0) { throw Refusal(address.GetLeftPart(UriPartial.Path), "came with something that looks like a key; sign in with an identity instead"); }
        if (!address.Host.Contains(".blob.", StringComparison.OrdinalIgnoreCase)) { throw Refusal(lake, "is not the address of blobs"); }
        if (address.AbsolutePath != "/") { throw Refusal(lake, "names something inside the account; a lake is a whole account, with a container for each of its folders"); }
        return WithIdentity(address, LakeConnection);
    }

    /// <summary>The account of a connection, as Azure Functions reads <c>connection</c>: a connection string, or an identity's way in.</summary>
    /// <param name="connection">The name of the setting, which begins the names of the others.</param>
    /// <returns><see langword="null"/> when no such setting is there.</returns>
    /// <exception cref="RefusalException">What is there cannot be used.</exception>
    public AzureAccount? OfConnection(string connection)
    {
        if (setting(connection) is { Length: > 0 } text) { return ConnectionString.Read(text, connection); }
        if (setting(connection + "__accountName") is { Length: > 0 } account) { return WithIdentity(Address(connection + "__accountName", $"https://{account}.blob.core.windows.net"), connection); }
        var service = Services.FirstOrDefault(service => setting($"{connection}__{service}ServiceUri") is { Length: > 0 });
        if (service is null) { return null; }
        var name = $"{connection}__{service}ServiceUri";
        var address = setting(name)!;
        return WithIdentity(Address(name, address.Replace($".{service}.", ".blob.", StringComparison.OrdinalIgnoreCase)), connection);
    }

    private AzureAccount? WithKey()
    {
        if (setting(LakeConnection) is { Length: > 0 } own) { return ConnectionString.Read(own, LakeConnection); }
        return setting(ToolsConnection) is { Length: > 0 } text ? ConnectionString.Read(text, ToolsConnection) : null;
    }

    private AzureAccount WithIdentity(Uri blobs, string connection) => new()
    {
        Blobs = blobs,
        Queues = Sibling(blobs, "queue", setting(connection + "__queueServiceUri")),
        Tables = Sibling(blobs, "table", setting(connection + "__tableServiceUri")),
        Identity = () => IdentityOf(setting(connection + "__credential"), setting(connection + "__clientId") ?? setting("AZURE_CLIENT_ID")),
    };

    /// <summary>Called on first use only: the libraries that sign in take longer to load than the rest of a short command.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TokenCredential IdentityOf(string? kind, string? clientId)
    {
        if (string.Equals(kind, "managedidentity", StringComparison.OrdinalIgnoreCase))
        {
            return new ManagedIdentityCredential(clientId is { Length: > 0 } ? ManagedIdentityId.FromUserAssignedClientId(clientId) : ManagedIdentityId.SystemAssigned);
        }

        return new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = clientId is { Length: > 0 } ? clientId : null });
    }

    private static Uri Sibling(Uri blobs, string service, string? given) => given is { Length: > 0 }
        ? Address(service + "ServiceUri", given)
        : new UriBuilder(blobs) { Host = blobs.Host.Replace(".blob.", $".{service}.", StringComparison.OrdinalIgnoreCase) }.Uri;

    private static Uri Address(string name, string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == "https"
        ? uri
        : throw new RefusalException($"the setting {name} is '{text}', which leads to no https address; give it the account's name or the address of its service");

    private static bool IsSame(Uri one, Uri other) => string.Equals(one.AbsoluteUri.TrimEnd('/'), other.AbsoluteUri.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);

    private static RefusalException Refusal(string lake, string fault) =>
        new($"'{lake}' {fault}; give --lake a folder, https://ACCOUNT.blob.core.windows.net, or 'azurite' for the emulator on this machine");
}
