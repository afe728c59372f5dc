namespace Pipeline.App.Security;

/// <summary>Who may call the API. Read once, checked at start.</summary>
internal sealed record AuthenticationSettings
{
    /// <summary>The setting that names who issues tokens: <c>https://login.microsoftonline.com/TENANT/v2.0</c>.</summary>
    public const string AuthorityName = "PIPELINE_AUTHORITY";

    /// <summary>The setting that names for whom tokens are issued: the application's id, or its <c>api://</c> address; several with a comma between them.</summary>
    public const string AudienceName = "PIPELINE_AUDIENCE";

    /// <summary>The setting that holds the SHA-256 of the function key, 64 hexadecimal digits; the key itself is nowhere. Under a Functions host its own keys are the second lock.</summary>
    public const string KeyHashName = "PIPELINE_FUNCTION_KEY_SHA256";

    /// <summary>The setting that lets everybody do everything, when it is <c>true</c>.</summary>
    public const string OpenName = "PIPELINE_NO_AUTHENTICATION";

    /// <summary>Settings that are there on Azure and nowhere else.</summary>
    private static readonly string[] SignsOfAzure = ["WEBSITE_INSTANCE_ID", "WEBSITE_POD_NAME", "WEBSITE_SKU", "LEGION_SERVICE_HOST"];

    /// <summary>Whether everybody may do everything.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Who issues tokens; <see langword="null"/> when nobody was named: then the API is closed.</summary>
    public Uri? Authority { get; init; }

    public IReadOnlyList<string> Audiences { get; init; } = [];

    /// <summary>The SHA-256 of the function key; empty when there is no second lock of ours.</summary>
    public ReadOnlyMemory<byte> KeyHash { get; init; }

    /// <param name="setting">Reads a setting of the environment.</param>
    /// <param name="isOpen">Whether the command line says that everybody may do everything.</param>
    /// <param name="isLoopback">Whether only this machine can reach the server.</param>
    /// <param name="isCustomHandler">Whether a Functions host stands before it.</param>
    /// <exception cref="RefusalException">They are wrong, or would leave the API open to the world.</exception>
    public static AuthenticationSettings Read(Func<string, string?> setting, bool isOpen, bool isLoopback, bool isCustomHandler)
    {
        isOpen |= string.Equals(setting(OpenName), "true", StringComparison.OrdinalIgnoreCase);
        var authority = setting(AuthorityName) is { Length: > 0 } text ? AuthorityOf(text) : null;
        var audiences = (setting(AudienceName) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (isOpen) { MayBeOpen(setting, authority, isLoopback, isCustomHandler); }
        else if (authority is null && !isCustomHandler)
        {
            throw new RefusalException($"nobody is named who says who callers are; set {AuthorityName} and {AudienceName}, or say --no-authentication for a server that only this machine reaches");
        }

        if (authority is not null && audiences.Length == 0) { throw new RefusalException($"{AuthorityName} is set and {AudienceName} is not; tokens for other applications would be taken, so set it to the application's id"); }
        return new() { IsOpen = isOpen, Authority = authority, Audiences = audiences, KeyHash = KeyHashOf(setting(KeyHashName)) };
    }

    private static void MayBeOpen(Func<string, string?> setting, Uri? authority, bool isLoopback, bool isCustomHandler)
    {
        if (authority is not null) { throw new RefusalException($"both {AuthorityName} and no authentication are set; take one of them away"); }
        if (!isLoopback) { throw new RefusalException("a server without authentication listens on a loopback address only; take --address 127.0.0.1, or set " + AuthorityName); }
        if (isCustomHandler && SignsOfAzure.Any(sign => setting(sign) is { Length: > 0 }))
        {
            throw new RefusalException($"the API cannot be without authentication on Azure, where the host lets the world through to it; take {OpenName} away and set {AuthorityName}");
        }
    }

    private static Uri AuthorityOf(string text) => Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        ? uri
        : throw new RefusalException($"{AuthorityName} is '{text}', which is no https address; it looks like https://login.microsoftonline.com/TENANT/v2.0");

    private static byte[] KeyHashOf(string? text)
    {
        if (string.IsNullOrEmpty(text)) { return []; }
        return text.Length == 64 && text.All(char.IsAsciiHexDigit)
            ? Convert.FromHexString(text)
            : throw new RefusalException($"{KeyHashName} is not 64 hexadecimal digits; it is the SHA-256 of the key, never the key");
    }
}
