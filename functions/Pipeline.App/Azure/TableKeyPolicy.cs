using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Pipeline.App.Azure;

/// <summary>Signs requests to the Table service with the account's key, at every try anew, as the signature holds the time.</summary>
internal sealed class TableKeyPolicy(AccountKey key, TimeProvider clock) : HttpPipelineSynchronousPolicy
{
    private readonly byte[] _secret = Convert.FromBase64String(key.Base64);

    public override void OnSendingRequest(HttpMessage message)
    {
        var request = message.Request;
        var date = clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        request.Headers.SetValue("x-ms-date", date);
        request.Headers.TryGetValue("Content-Type", out var contentType);
        var uri = request.Uri.ToUri();
        // Of the query only 'comp' counts; we never send it.
        var signed = $"{request.Method.Method}\n\n{contentType}\n{date}\n/{key.Account}{uri.AbsolutePath}";
        var signature = Convert.ToBase64String(HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes(signed)));
        request.Headers.SetValue("Authorization", $"SharedKey {key.Account}:{signature}");
    }
}
