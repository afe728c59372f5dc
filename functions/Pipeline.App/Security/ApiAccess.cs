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
        if (settings.IsOpen) { return new(StatusCodes.Status200OK, "anybody", ""); }
        if (settings.Authority is null) { return Unknown("no_authority"); }
        if (!FunctionKey.IsGood(request, settings.KeyHash)) { return Unknown("key"); }
        if (request.Headers.Authorization is not [{ } header] || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) { return Unknown("no_token"); }
        var token = await _tokens.Value.CheckAsync(header[Scheme.Length..].Trim()).ConfigureAwait(false);
        if (!token.IsValid) { return Unknown(token.Fault); }
        var isAllowed = token.Roles.Contains(role) || (role == Roles.Read && token.Roles.Contains(Roles.Recompute));
        return isAllowed ? new(StatusCodes.Status200OK, token.Subject, "") : new(StatusCodes.Status403Forbidden, "", "role");
    }

    private static AccessVerdict Unknown(string fault) => new(StatusCodes.Status401Unauthorized, "", fault);
}
