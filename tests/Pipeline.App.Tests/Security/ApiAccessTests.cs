using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using Pipeline.App.Http;
using Pipeline.App.Security;
using Pipeline.App.Tests.Hosting;
using Pipeline.App.Tests.Http;

namespace Pipeline.App.Tests.Security;

public sealed class ApiAccessTests : IAsyncLifetime
{
    private TestAuthority _authority = null!;
    private RunningServer _server = null!;

    public static TheoryData<string> Endpoints => [.. ContractHandler.Endpoints().Select(endpoint => endpoint.Description.Name)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _authority = await TestAuthority.StartAsync();
        _server = await StartAsync([]);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _authority.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Every_endpoint_asks_for_a_token_with_its_role_and_takes_no_key_in_the_query(string name)
    {
        var endpoint = ContractHandler.Endpoints().Single(found => found.Description.Name == name).Description;

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(endpoint, token: null));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(endpoint, _authority.Token()));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(endpoint, _authority.Token("Metrics.Write", "metrics.read")));
        Assert.Equal(endpoint.Role == Roles.Recompute, await StatusAsync(endpoint, _authority.Token(Roles.Read)) == HttpStatusCode.Forbidden);
        Assert.DoesNotContain(await StatusAsync(endpoint, _authority.Token(Roles.Recompute)), new[] { HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden });
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(endpoint, _authority.Token(Roles.Recompute), "?code=secret"));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(endpoint, token: null, "?ACCESS_TOKEN=secret"));
    }

    [Fact]
    public async Task Only_tokens_of_the_issuer_for_us_in_their_time_with_a_signature_of_its_keys_are_taken()
    {
        var endpoint = ContractHandler.Endpoints().Single(found => found.Description.Name == "metrics").Description;
        var good = _authority.Token(Roles.Read);
        var parts = good.Split('.');
        using var stranger = RSA.Create(2_048);
        var publicKey = new SymmetricSecurityKey(_authority.Key.Rsa.ExportRSAPublicKey()) { KeyId = _authority.Key.KeyId };
        string[] bad =
        [
            _authority.Token(new SecurityTokenDescriptor { Issuer = "https://login.microsoftonline.com/other/v2.0" }, Roles.Read),
            _authority.Token(new SecurityTokenDescriptor { Audience = "api://other" }, Roles.Read),
            _authority.Token(new SecurityTokenDescriptor { NotBefore = DateTime.UtcNow.AddHours(-2), Expires = DateTime.UtcNow.AddHours(-1) }, Roles.Read),
            _authority.Token(new SecurityTokenDescriptor { NotBefore = DateTime.UtcNow.AddHours(1), Expires = DateTime.UtcNow.AddHours(2) }, Roles.Read),
            _authority.Token(new SecurityTokenDescriptor { SigningCredentials = new(new RsaSecurityKey(stranger) { KeyId = "first" }, SecurityAlgorithms.RsaSha256) }, Roles.Read),
            // Signed with what everybody knows.
            _authority.Token(new SecurityTokenDescriptor { SigningCredentials = new(publicKey, SecurityAlgorithms.HmacSha256) }, Roles.Read),
            $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""")}.{parts[1]}.",
            $"{parts[0]}.{parts[1]}.",
            $"{parts[0]}.{Base64UrlEncoder.Encode(Base64UrlEncoder.Decode(parts[1]).Replace("Metrics.Read", "Metrics.Recompute", StringComparison.Ordinal))}.{parts[2]}",
            "no.token.at-all",
            "",
            new string('a', 20_000),
        ];

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(endpoint, good));
        foreach (var token in bad) { Assert.True(await StatusAsync(endpoint, token) == HttpStatusCode.Unauthorized, token); }
    }

    [Fact]
    public async Task Keys_of_the_issuer_may_change()
    {
        var endpoint = ContractHandler.Endpoints().Single(found => found.Description.Name == "metrics").Description;
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(endpoint, _authority.Token(Roles.Read)));

        _authority.Rotate("second");

        // The first token with the new key makes the server fetch the keys again.
        await RunningServer.EventuallyAsync(async () => await StatusAsync(endpoint, _authority.Token(Roles.Read)) == HttpStatusCode.OK);
    }

    [Fact]
    public async Task Function_key_is_a_second_lock_in_a_header()
    {
        await using var server = await StartAsync(SHA256.HashData("the key"u8));
        using var without = await SendAsync(server, "/api/metrics", _authority.Token(Roles.Read), key: null);
        using var wrong = await SendAsync(server, "/api/metrics", _authority.Token(Roles.Read), "the other key");
        using var keyOnly = await SendAsync(server, "/api/metrics", token: null, "the key");
        using var both = await SendAsync(server, "/api/metrics", _authority.Token(Roles.Read), "the key");

        Assert.Equal(
            [HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.OK],
            new[] { without, wrong, keyOnly, both }.Select(answer => answer.StatusCode));
    }

    [Fact]
    public async Task Api_is_closed_when_nobody_is_named_who_issues_tokens()
    {
        await using var server = await RunningServer.StartAsync(settings => settings with { Authentication = new AuthenticationSettings() });

        using var answer = await SendAsync(server, "/api/metrics", _authority.Token(Roles.Read), key: null);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Neither_keys_nor_tokens_nor_names_nor_values_reach_the_log_or_an_answer()
    {
        const string canary = "canary-7f3a";
        await using var server = await StartAsync(SHA256.HashData(Encoding.UTF8.GetBytes("key-" + canary)));
        var token = _authority.Token(Roles.Recompute);
        var answers = new StringBuilder();
        string[] paths = [$"/api/metrics/{canary}", $"/api/runs/{canary}", $"/api/metrics?code={canary}", $"/api/runs?state={canary}", $"/api/nothing/{canary}", $"/api/metrics/spend?from={canary}"];
        foreach (var path in paths)
        {
            using var answer = await SendAsync(server, path, token, "key-" + canary);
            using var refused = await SendAsync(server, path, canary + "." + token, canary);
            answers.Append(await refused.Content.ReadAsStringAsync(Cancellation));
        }

        using var upload = new HttpRequestMessage(HttpMethod.Post, $"/api/exports?name={canary}%40example.com.csv")
        {
            Content = new StringContent($"date,channel,cost_type,amount,currency,description\n2026-01-31,google_ads,media,{canary},USD,{canary}@example.com\n"),
        };
        Sign(upload, token, "key-" + canary);
        using var accepted = await server.Client.SendAsync(upload, Cancellation);
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        await server.DropAsync($"{canary}/{canary}.csv", $"{canary},what\n1,2\n");
        await RunningServer.EventuallyAsync(async () => (await server.RunsAsync()).Count(run => run is { Kind: App.Work.WorkKind.LandedExport, IsFinished: true }) == 2);

        Assert.DoesNotContain(canary, server.Log, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(token, server.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(canary, answers.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\"event\":\"ExportRead\"", server.Log, StringComparison.Ordinal);
    }

    private Task<RunningServer> StartAsync(byte[] keyHash) => RunningServer.StartAsync(settings => settings with
    {
        Authentication = new AuthenticationSettings { Authority = _authority.Address, Audiences = [TestAuthority.Audience], KeyHash = keyHash },
    });

    private async Task<HttpStatusCode> StatusAsync(ApiDescription endpoint, string? token, string query = "")
    {
        using var request = new HttpRequestMessage(new HttpMethod(endpoint.Method), endpoint.Route.Replace("{id}", "x", StringComparison.Ordinal) + query);
        Sign(request, token, key: null);
        using var answer = await _server.Client.SendAsync(request, Cancellation);
        return answer.StatusCode;
    }

    private static async Task<HttpResponseMessage> SendAsync(RunningServer server, string path, string? token, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        Sign(request, token, key);
        return await server.Client.SendAsync(request, Cancellation);
    }

    private static void Sign(HttpRequestMessage request, string? token, string? key)
    {
        if (token is not null) { request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token); }
        if (key is not null) { request.Headers.Add(FunctionKey.Header, key); }
    }
}
