using Azure.Core;

namespace Pipeline.App.Azure;

/// <summary>A storage account: where its services are, and how one signs in.</summary>
internal sealed record AzureAccount
{
    public required Uri Blobs { get; init; }

    public required Uri Queues { get; init; }

    public required Uri Tables { get; init; }

    /// <summary>The account's key; <see langword="null"/> where one signs in with an identity.</summary>
    public AccountKey? Key { get; init; }

    /// <summary>Makes the identity to sign in with, on first use; <see langword="null"/> where a key does.</summary>
    public Func<TokenCredential>? Identity { get; init; }

    /// <inheritdoc />
    /// <remarks>Only the address: the compiler's version would print the key.</remarks>
    public override string ToString() => Blobs.AbsoluteUri;
}

/// <summary>The shared key of a storage account. A secret.</summary>
internal sealed record AccountKey(string Account, string Base64)
{
    /// <inheritdoc />
    public override string ToString() => "key of " + Account;
}
