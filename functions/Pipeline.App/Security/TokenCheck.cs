using System.Collections.Immutable;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Pipeline.App.Security;

/// <summary>Whether a token is one of ours.</summary>
/// <param name="Subject">Who it was issued for; empty when it is not valid.</param>
/// <param name="Roles">What they may do.</param>
/// <param name="Fault">The kind of fault, for the log; empty when it is valid.</param>
internal sealed record TokenVerdict(string Subject, ImmutableArray<string> Roles, string Fault)
{
    public bool IsValid => Fault.Length == 0;
}

/// <summary>Checks tokens of Entra ID: issuer, audience, expiry and signature, with the keys that the issuer publishes.</summary>
internal sealed class TokenCheck
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(2);

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = 16_384 };
    private readonly TokenValidationParameters _parameters;

    /// <param name="authority">Who issues tokens.</param>
    /// <param name="audiences">For whom.</param>
    public TokenCheck(Uri authority, IReadOnlyList<string> audiences)
    {
        var documents = new HttpDocumentRetriever { RequireHttps = authority.Scheme == Uri.UriSchemeHttps };
        _parameters = new TokenValidationParameters
        {
            // Fetched on first use, kept, and fetched again when a key is unknown.
            ConfigurationManager = new ConfigurationManager<OpenIdConnectConfiguration>(authority.AbsoluteUri.TrimEnd('/') + "/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(), documents),
            ValidAudiences = audiences,
            ValidateIssuer = true,
            ValidateAudience = true,
            ValidateLifetime = true,
            ValidateIssuerSigningKey = true,
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            // Keys are public: a signature that anybody could make with them is none.
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.EcdsaSha256],
            ClockSkew = ClockSkew,
            NameClaimType = "sub",
            RoleClaimType = "roles",
        };
    }

    public async Task<TokenVerdict> CheckAsync(string token)
    {
        var result = await _handler.ValidateTokenAsync(token, _parameters).ConfigureAwait(false);
        if (!result.IsValid) { return new("", [], result.Exception?.GetType().Name ?? "invalid"); }
        var subject = result.ClaimsIdentity.FindFirst("oid")?.Value ?? result.ClaimsIdentity.FindFirst("sub")?.Value ?? "";
        return new(subject, [.. result.ClaimsIdentity.FindAll("roles").Select(claim => claim.Value)], "");
    }
}
