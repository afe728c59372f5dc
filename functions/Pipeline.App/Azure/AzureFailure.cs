using Azure;
using Azure.Identity;
using Pipeline.Storage;

namespace Pipeline.App.Azure;

/// <summary>Turns what the clients of a storage account throw, after their own retries, into a sentence with the way out.</summary>
internal static class AzureFailure
{
    private const int Unauthorized = 401;
    private const int Forbidden = 403;
    private const int NotFound = 404;
    private const int Throttled = 429;

    /// <summary>Whether an exception says that the account could not be reached, refused, or broke off. A caller's wish to stop is none.</summary>
    public static bool Is(Exception error, CancellationToken cancellationToken) => error switch
    {
        StorageException => false,
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        AggregateException many => many.InnerExceptions.All(inner => Is(inner, cancellationToken)),
        _ => error is RequestFailedException or AuthenticationFailedException or HttpRequestException or IOException,
    };

    /// <summary>The failure of one action.</summary>
    /// <param name="action">What was wanted: "read 'facts/lead/x.parquet' in https://…".</param>
    /// <param name="error">What <see cref="Is"/> let through.</param>
    public static StorageException Of(string action, Exception error) => new($"cannot {action}: {Sentence(error)}", error);

    /// <summary>Whether a request was refused because the thing is not there.</summary>
    public static bool IsAbsent(Exception error) => error is RequestFailedException { Status: NotFound };

    private static string Sentence(Exception error) => error switch
    {
        RequestFailedException request => Sentence(request),
        CredentialUnavailableException => "nobody is signed in to Azure; run 'az login', give the machine a managed identity, or set Lake__clientId to the identity to use",
        AuthenticationFailedException => $"signing in to Azure failed ({FirstLine(error.Message)}); check Lake__credential and Lake__clientId, and that the identity exists",
        AggregateException { InnerExceptions: [.., var last] } many => $"{Sentence(last)} ({many.InnerExceptions.Count} tries)",
        OperationCanceledException => "no answer came in time; check the network, or try again later",
        _ => $"the connection failed ({FirstLine(error.Message)}); check the address and the network, or try again later",
    };

    private static string Sentence(RequestFailedException error) => error.Status switch
    {
        0 => $"the connection failed ({FirstLine(error.Message)}); check the address and the network",
        Unauthorized or Forbidden => $"the storage account refused ({StatusOf(error)}); {WayIn(error.ErrorCode)}",
        NotFound => $"it is not there ({error.ErrorCode})",
        Throttled or >= 500 => $"the storage account is busy or broken ({StatusOf(error)}); what was there before is intact, try again later",
        _ => $"the storage account answered {StatusOf(error)} ({FirstLine(error.Message)})",
    };

    private static string StatusOf(RequestFailedException error) => $"{error.Status} {error.ErrorCode}".TrimEnd();

    private static string WayIn(string? code) => code switch
    {
        "KeyBasedAuthenticationNotPermitted" => "it takes no keys, so remove the connection string and sign in with an identity",
        "AuthenticationFailed" => "check the account key, and that the machine's clock is right",
        _ => "give the identity the roles 'Storage Blob Data Contributor', 'Storage Queue Data Contributor' and 'Storage Table Data Contributor', and check the account's firewall",
    };

    /// <summary>The clients append every header of the answer; the first line says what happened.</summary>
    private static string FirstLine(string message) => message.Split('\n', 2)[0].TrimEnd('\r', '.', ' ');
}
