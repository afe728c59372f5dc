using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Pipeline.App.Tests.Security;

/// <summary>Who issues tokens, on a loopback port: metadata, keys and tokens as Entra ID has them.</summary>
internal sealed class TestAuthority : IAsyncDisposable
{
    public const string Audience = "api://pipeline-tests";

    private readonly WebApplication _web;
    private readonly List<RsaSecurityKey> _keys = [NewKey("first")];

    private TestAuthority(WebApplication web) => _web = web;

    public Uri Address => new(_web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public string Issuer => Address.AbsoluteUri.TrimEnd('/');

    /// <summary>The key that signs now.</summary>
    public RsaSecurityKey Key => _keys[^1];

    public static async Task<TestAuthority> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var web = builder.Build();
        var authority = new TestAuthority(web);
        web.Run(authority.AnswerAsync);
        await web.StartAsync(TestContext.Current.CancellationToken);
        return authority;
    }

    public static RsaSecurityKey NewKey(string id) => new(RSA.Create(2_048)) { KeyId = id };

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    /// <summary>As an authority does from time to time: old keys go, a new one comes.</summary>
    public void Rotate(string id)
    {
        _keys.Clear();
        _keys.Add(NewKey(id));
    }

    public string Token(params string[] roles) => Token(new SecurityTokenDescriptor(), roles);

    /// <param name="changes">What is to be otherwise than in a good token.</param>
    /// <param name="roles">What the caller may do.</param>
    public string Token(SecurityTokenDescriptor changes, params string[] roles) => new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
    {
        Issuer = changes.Issuer ?? Issuer,
        Audience = changes.Audience ?? Audience,
        NotBefore = changes.NotBefore ?? DateTime.UtcNow.AddMinutes(-5),
        Expires = changes.Expires ?? DateTime.UtcNow.AddMinutes(30),
        SigningCredentials = changes.SigningCredentials ?? new SigningCredentials(Key, SecurityAlgorithms.RsaSha256),
        Claims = new Dictionary<string, object>(StringComparer.Ordinal) { ["sub"] = "caller", ["oid"] = "00000000-0000-0000-0000-000000000001", ["roles"] = roles },
    });

    private Task AnswerAsync(HttpContext http)
    {
        var document = http.Request.Path.Value!.EndsWith("/keys", StringComparison.Ordinal)
            ? new JsonObject { ["keys"] = new JsonArray([.. _keys.Select(KeyDocument)]) }
            : new JsonObject { ["issuer"] = Issuer, ["jwks_uri"] = Issuer + "/keys" };
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(document.ToJsonString());
    }

    private static JsonNode KeyDocument(RsaSecurityKey key)
    {
        var numbers = key.Rsa.ExportParameters(includePrivateParameters: false);
        return new JsonObject { ["kty"] = "RSA", ["use"] = "sig", ["kid"] = key.KeyId, ["n"] = Base64UrlEncoder.Encode(numbers.Modulus), ["e"] = Base64UrlEncoder.Encode(numbers.Exponent) };
    }
}
