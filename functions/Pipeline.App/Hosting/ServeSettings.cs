using System.Globalization;
using System.Net;
using Pipeline.App.Azure;
using Pipeline.App.Security;
using Pipeline.App.Telemetry;

namespace Pipeline.App.Hosting;

/// <summary>Everything that an operator of the server can set. Read once, immutable after.</summary>
internal sealed record ServeSettings
{
    /// <summary>The setting by which the Functions host says on which port of 127.0.0.1 it expects the program.</summary>
    public const string HandlerPort = "FUNCTIONS_CUSTOMHANDLER_PORT";

    /// <summary>The setting that names the lake when the command line does not.</summary>
    public const string LakeName = "PIPELINE_LAKE";

    /// <summary>A folder, an address or <c>azurite</c>.</summary>
    public required string Lake { get; init; }

    /// <summary>Whether the lake lies in a folder of this machine.</summary>
    public bool IsFolderLake => !AzureSettings.IsAccount(Lake);

    public required IPAddress Address { get; init; }

    /// <summary>0 for any that is free.</summary>
    public required int Port { get; init; }

    /// <summary>Whether the Functions host runs the program: then triggers come from it, and the program schedules and polls nothing of its own.</summary>
    public bool IsCustomHandler { get; init; }

    /// <summary>Who may call the API.</summary>
    public required AuthenticationSettings Authentication { get; init; }

    /// <summary>Where traces and metrics are sent, over OTLP with HTTP; <see langword="null"/> for nowhere.</summary>
    public Uri? Collector { get; init; }

    /// <summary>How long one piece of work may take.</summary>
    /// <value>The default is 27 minutes: it ends before <c>functionTimeout</c> of host.json, at which the host kills the program with everything in it.</value>
    public TimeSpan WorkLimit { get; init; } = TimeSpan.FromMinutes(27);

    /// <summary>How long after an export the metrics are computed, so that exports that come together are computed together.</summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan SnapshotDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How old a landed file is before its event counts as lost.</summary>
    /// <value>The default is 5 minutes.</value>
    public TimeSpan EventGrace { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a run may show no sign of life before its message counts as lost.</summary>
    /// <value>The default is 45 minutes, longer than any piece of work may take.</value>
    public TimeSpan RunGrace { get; init; } = TimeSpan.FromMinutes(45);

    /// <summary>How long a stand-alone server waits between two looks at an empty queue, at first.</summary>
    /// <value>The default is half a second.</value>
    public TimeSpan QueuePause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long it waits at most.</summary>
    /// <value>The default is 10 seconds.</value>
    public TimeSpan LongestQueuePause { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a stand-alone server holds a message; it asks for more while it works, and a message of one that died comes back after it.</summary>
    /// <value>The default is 2 minutes.</value>
    public TimeSpan MessageHold { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a message that failed waits for its next try; after the second failure twice as long, and so on.</summary>
    /// <value>The default is 10 seconds.</value>
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a stand-alone server waits between two looks at the landing folder.</summary>
    /// <value>The default is 2 seconds.</value>
    public TimeSpan LandingPause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest body of an upload, in bytes.</summary>
    /// <value>The default is 5 GiB; under a Functions host, which refuses more, 100 MiB.</value>
    public long LargestUpload { get; init; } = 5L << 30;

    /// <summary>How many requests to the API are answered at once.</summary>
    /// <value>The default is 32.</value>
    public int MostRequests { get; init; } = 32;

    /// <summary>How long a request may take.</summary>
    /// <value>The default is 200 seconds; the platform gives up after 230.</value>
    public TimeSpan RequestLimit { get; init; } = TimeSpan.FromSeconds(200);

    /// <param name="setting">Reads a setting of the environment.</param>
    /// <param name="options">What the command line says.</param>
    /// <exception cref="RefusalException">A setting cannot be used.</exception>
    public static ServeSettings Read(Func<string, string?> setting, ServeOptions options)
    {
        var handlerPort = setting(HandlerPort);
        // Under the Functions host nothing but its own loopback address will do, whatever else the environment says.
        var address = handlerPort is null ? options.Address : IPAddress.Loopback;
        return new()
        {
            Lake = options.Lake ?? NameOfLake(setting),
            Address = address,
            Port = handlerPort is null ? options.Port : PortOf(handlerPort),
            IsCustomHandler = handlerPort is not null,
            Authentication = AuthenticationSettings.Read(setting, options.IsOpen, IPAddress.IsLoopback(address), handlerPort is not null),
            Collector = CollectorOf(setting(TelemetryExport.EndpointName)),
            LargestUpload = handlerPort is null ? 5L << 30 : 100L << 20,
        };
    }

    private static string NameOfLake(Func<string, string?> setting)
    {
        if (setting(LakeName) is { Length: > 0 } name) { return name; }
        if (setting(AzureSettings.LakeConnection + "__accountName") is { Length: > 0 } account) { return $"https://{account}.blob.core.windows.net"; }
        if (setting(AzureSettings.LakeConnection + "__blobServiceUri") is { Length: > 0 } address) { return address; }
        return setting(AzureSettings.LakeConnection) is { Length: > 0 } ? AzureSettings.Azurite : "./lake";
    }

    private static Uri? CollectorOf(string? text)
    {
        if (string.IsNullOrEmpty(text)) { return null; }
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new RefusalException($"{TelemetryExport.EndpointName} is '{text}', which is no http address; it looks like http://localhost:4318");
    }

    private static int PortOf(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65_535
        ? port
        : throw new RefusalException($"{HandlerPort} is '{text}', which is no port; it is a number from 1 to 65535");
}

/// <summary>What the command line of <c>pipeline serve</c> says.</summary>
/// <param name="Lake">The lake; <see langword="null"/> when it is not named.</param>
/// <param name="Address">Where to listen.</param>
/// <param name="Port">On which port.</param>
/// <param name="IsOpen">Whether anybody may do everything.</param>
internal sealed record ServeOptions(string? Lake, IPAddress Address, int Port, bool IsOpen);
