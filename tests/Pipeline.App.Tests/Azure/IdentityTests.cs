using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;
using Pipeline.App.Azure;
using Pipeline.App.Tests.Runs;
using Pipeline.Storage;
using Pipeline.Testing;

namespace Pipeline.App.Tests.Azure;

/// <summary>Blobs, queues and tables through an identity's token instead of a key. Azurite looks at the token's claims, not at its signature.</summary>
public sealed class IdentityTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly X509Certificate2 _certificate = SelfSigned();
    private readonly Azurite _azurite;

    public IdentityTests()
    {
        File.WriteAllText(_folder["certificate.pem"], _certificate.ExportCertificatePem());
        File.WriteAllText(_folder["key.pem"], _certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
        _azurite = new Azurite { Certificate = (_folder["certificate.pem"], _folder["key.pem"]) };
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _azurite.DisposeAsync();
        _certificate.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Blobs_queues_and_tables_take_the_token_of_an_identity()
    {
        var identity = new FixedIdentity(DateTimeOffset.UtcNow.AddHours(1));
        var clients = await ClientsAsync(identity);
        var store = new BlobObjectStore(clients.Blobs(), Guid.NewGuid);

        Assert.True(await store.TryCreateAsync("facts/a", (stream, token) => stream.WriteAsync("x"u8.ToArray(), token).AsTask(), Token));
        Assert.NotNull(await store.TryReadAsync("facts/a", Token));
        var queue = new AzureWorkQueue(clients.Queues(), "landed-exports");
        await queue.SendAsync("{}", TimeSpan.Zero, Token);
        Assert.Single(await queue.ReceiveAsync(1, TimeSpan.FromMinutes(1), Token));
        await new RunLedgerContract(new TableRunLedger(clients.Table(TableRunLedger.TableName), Guid.NewGuid)).ReplacesByVersionAsync();

        Assert.Equal(["https://storage.azure.com/.default"], identity.Scopes.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Token_that_is_not_taken_is_a_failure_with_the_way_out()
    {
        var clients = await ClientsAsync(new FixedIdentity(DateTimeOffset.UtcNow.AddHours(-1)));

        var refused = await Assert.ThrowsAsync<StorageException>(() => new BlobObjectStore(clients.Blobs(), Guid.NewGuid).TryReadAsync("facts/a", Token));

        Assert.Contains("the storage account refused (40", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("eyJ", refused.ToString(), StringComparison.Ordinal);
    }

    private async Task<AzureClients> ClientsAsync(TokenCredential identity)
    {
        var account = ConnectionString.Read((await _azurite.NewAccountAsync()).ConnectionString, "test") with { Key = null, Identity = () => identity };
        var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null && shown.GetCertHashString() == _certificate.GetCertHashString();
        return new AzureClients(account) { Transport = new HttpClientTransport(new HttpClient(handler)), FirstPause = TimeSpan.FromMilliseconds(1) };
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private sealed class FixedIdentity(DateTimeOffset expires) : TokenCredential
    {
        public List<string> Scopes { get; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            lock (Scopes) { Scopes.AddRange(requestContext.Scopes); }
            var (from, to) = (Seconds(expires.AddHours(-2)), Seconds(expires));
            var claims = $$"""{"aud":"https://storage.azure.com","iss":"https://sts.windows.net/00000000-0000-0000-0000-000000000000/","nbf":{{from}},"iat":{{from}},"exp":{{to}}}""";
            return new($"{Part("""{"alg":"RS256","typ":"JWT"}""")}.{Part(claims)}.{Part("unsigned")}", DateTimeOffset.UtcNow.AddHours(1));
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(GetToken(requestContext, cancellationToken));

        private static string Seconds(DateTimeOffset time) => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

        private static string Part(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
    }
}
