using System.Net;
using Microsoft.AspNetCore.Http;

namespace Pipeline.App.Security;

/// <summary>Whether a request may go on.</summary>
/// <param name="Status">200, 400, 401 or 403.</param>
/// <param name="Caller">Who asks; empty when it may not go on.</param>
/// <param name="Fault">Why not, as a word for the log.</param>
internal sealed record AccessVerdict(int Status, string Caller, string Fault)
{
    public bool IsGranted => Status == StatusCodes.Status200OK;
}

/// <summary>The two locks of the API: a token that says who calls and what they may do, and a key where one is set.</summary>
internal sealed class ApiAccess(AuthenticationSettings settings)
{
    private const string Scheme = "Bearer ";

    private readonly Lazy<TokenCheck> _tokens = new(() => new TokenCheck(settings.Authority!, settings.Audiences));

    public async Task<AccessVerdict> CheckAsync(HttpRequest request, string role)
    {
        if (FunctionKey.IsInQuery(request)) { return new(StatusCodes.Status400BadRequest, "", "key_in_query"); }
        if (settings.IsOpen) { return IsFromHere(request) ? new(StatusCodes.Status200OK, "anybody", "") : new(StatusCodes.Status403Forbidden, "", "elsewhere"); }
        if (settings.Authority is null) { return Unknown("no_authority"); }
        if (!FunctionKey.IsGood(request, settings.KeyHash)) { return Unknown("key"); }
        if (request.Headers.Authorization is not [{ } header] || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) { return Unknown("no_token"); }
        var token = await _tokens.Value.CheckAsync(header[Scheme.Length..].Trim()).ConfigureAwait(false);
        if (!token.IsValid) { return Unknown(token.Fault); }
        var isAllowed = token.Roles.Contains(role) || (role == Roles.Read && token.Roles.Contains(Roles.Recompute));
        return isAllowed ? new(StatusCodes.Status200OK, token.Subject, "") : new(StatusCodes.Status403Forbidden, "", "role");
    }

    /// <summary>Whether the request is meant for this machine and does not come from a page of another site: a browser would carry one in, whatever address we listen on.</summary>
    private static bool IsFromHere(HttpRequest request) =>
        IsLoopback(request.Host.Host) && (request.Headers.Origin is not [{ } origin] || (Uri.TryCreate(origin, UriKind.Absolute, out var page) && IsLoopback(page.Host)));

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static AccessVerdict Unknown(string fault) => new(StatusCodes.Status401Unauthorized, "", fault);
}
