using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Pipeline.Testing;

/// <summary>An emulated storage account for one test: nobody else's.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="ConnectionString">How to reach it.</param>
public sealed record AzuriteAccount(string Name, string ConnectionString);

/// <summary>Azurite, the emulator of Azure's storage, once for all tests of an assembly: started by the first that asks, on free ports, and ended with the tests.</summary>
/// <remarks>Each test gets an account of its own, so that tests run side by side and find nothing of each other.</remarks>
public sealed class Azurite : IAsyncDisposable
{
    private const int Accounts = 400;

    private readonly string _key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));
    private readonly Lazy<Task<JsonNode>> _endpoints;
    private Process? _process;
    private int _given;

    public Azurite() => _endpoints = new(StartAsync);

    /// <summary>Where blobs are kept.</summary>
    /// <value>The default is in memory.</value>
    public string? Folder { get; init; }

    /// <summary>The PEM files of a certificate and its key: then it speaks https and knows identities.</summary>
    /// <value>The default is none: http, and keys.</value>
    public (string Certificate, string Key)? Certificate { get; init; }

    /// <summary>An account that is empty and will be given to nobody else.</summary>
    public async Task<AzuriteAccount> NewAccountAsync()
    {
        var endpoints = await _endpoints.Value;
        var name = NameOf(Interlocked.Increment(ref _given) - 1);
        string Endpoint(string service) => $"{char.ToUpperInvariant(service[0])}{service[1..]}Endpoint={endpoints[service]}/{name};";
        return new(name, $"DefaultEndpointsProtocol={(Certificate is null ? "http" : "https")};AccountName={name};AccountKey={_key};{Endpoint("blob")}{Endpoint("queue")}{Endpoint("table")}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is null) { return; }
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static string NameOf(int number) => number < Accounts
        ? "test" + number.ToString("D3", CultureInfo.InvariantCulture)
        : throw new InvalidOperationException($"the tests of one assembly want more than {Accounts} storage accounts; raise the number in {nameof(Azurite)}");

    private async Task<JsonNode> StartAsync()
    {
        await Oracles.InstallAsync();
        string[] arguments = [Path.Combine(Oracles.Root, "tests", "oracles", "azurite.mjs"), .. Folder is null ? Array.Empty<string>() : [Folder]];
        var start = new ProcessStartInfo("node", arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["AZURITE_ACCOUNTS"] = string.Join(';', Enumerable.Range(0, Accounts).Select(number => $"{NameOf(number)}:{_key}"));
        if (Certificate is { } files) { (start.Environment["AZURITE_CERTIFICATE"], start.Environment["AZURITE_CERTIFICATE_KEY"]) = files; }
        _process = Process.Start(start) ?? throw new InvalidOperationException("node did not start; the tests need Node 20 on the path");
        var line = await _process.StandardOutput.ReadLineAsync();
        return line is null ? throw new InvalidOperationException(await _process.StandardError.ReadToEndAsync()) : JsonNode.Parse(line)!;
    }
}
