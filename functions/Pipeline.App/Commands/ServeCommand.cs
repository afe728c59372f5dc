using System.CommandLine;
using System.Net;
using Pipeline.App.Hosting;

namespace Pipeline.App.Commands;

/// <summary><c>pipeline serve</c>: the program as a server.</summary>
internal static class ServeCommand
{
    private const int DefaultPort = 8080;

    public static Command Create(ProgramContext context)
    {
        var lake = new Option<string?>("--lake") { Description = $"The lake; by default what the setting {ServeSettings.LakeName} says, else ./lake.", HelpName = "LAKE" };
        var address = new Option<IPAddress>("--address")
        {
            Description = "The address to listen on.",
            HelpName = "IP",
            DefaultValueFactory = _ => IPAddress.Loopback,
            CustomParser = result =>
            {
                if (IPAddress.TryParse(result.Tokens[0].Value, out var parsed)) { return parsed; }
                result.AddError($"'{result.Tokens[0].Value}' is not an IP address; write it as 127.0.0.1");
                return null;
            },
        };
        var port = new Option<int>("--port") { Description = "The port to listen on; 0 for any that is free.", DefaultValueFactory = _ => DefaultPort };
        port.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 65_535) { result.AddError("--port must lie between 0 and 65535"); }
        });
        var isOpen = new Option<bool>("--no-authentication") { Description = "Let everybody who reaches the address do everything; only on a loopback address." };
        var command = new Command("serve", "Serve the HTTP API, and do the work: as the custom handler of a Functions host, or alone with a schedule, a landing folder and queues.") { lake, address, port, isOpen };
        command.SetAction((result, cancellationToken) => RunAsync(
            context,
            new ServeOptions(result.GetValue(lake), result.GetValue(address)!, result.GetValue(port), result.GetValue(isOpen)),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ProgramContext context, ServeOptions options, CancellationToken cancellationToken)
    {
        var server = await Server.StartAsync(context, ServeSettings.Read(context.Setting, options), cancellationToken).ConfigureAwait(false);
        await using var closing = server.ConfigureAwait(false);
        await server.WaitForStopAsync(cancellationToken).ConfigureAwait(false);
        return ExitCodes.Done;
    }
}
