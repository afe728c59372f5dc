using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Pipeline.App.Security;

/// <summary>The second lock: a key that callers send in a header, beside their token.</summary>
internal static class FunctionKey
{
    /// <summary>Where Azure Functions looks for a function's key too.</summary>
    public const string Header = "x-functions-key";

    /// <summary>Names under which keys and tokens travel in queries, from where they get into logs and histories.</summary>
    private static readonly ImmutableHashSet<string> QueryNames =
        ImmutableHashSet.Create(StringComparer.OrdinalIgnoreCase, "code", "key", "apikey", "api_key", "api-key", "token", "access_token", "id_token", "sig", "secret", "clientid", Header);

    /// <summary>Whether a request carries a key where none may be.</summary>
    public static bool IsInQuery(HttpRequest request) => request.Query.Keys.Any(QueryNames.Contains);

    /// <summary>Whether the request has the key, or none is asked for.</summary>
    /// <param name="request">The request.</param>
    /// <param name="hash">The SHA-256 of the key; empty when there is no second lock.</param>
    public static bool IsGood(HttpRequest request, ReadOnlyMemory<byte> hash)
    {
        if (hash.IsEmpty) { return true; }
        var key = request.Headers.TryGetValue(Header, out var values) && values.Count == 1 ? values[0]! : "";
        return CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(key)), hash.Span);
    }
}
