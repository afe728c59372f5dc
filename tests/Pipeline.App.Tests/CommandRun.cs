using System.Text.Json.Nodes;
using Pipeline.App.Azure;
using Pipeline.Testing;

namespace Pipeline.App.Tests;

/// <summary>Runs the program in this process, with a clock and identifiers of its own.</summary>
internal sealed class CommandRun
{
    public required int Code { get; init; }

    public required string Output { get; init; }

    public required string Error { get; init; }

    public JsonNode Json => JsonNode.Parse(Output)!;

    public static Task<CommandRun> Of(string folder, params string[] args) => Of(folder, TimeProvider.System, Guid.NewGuid, args);

    public static Task<CommandRun> Of(string folder, TimeProvider clock, Func<Guid> newId, params string[] args) => Of(folder, clock, newId, _ => null, args);

    /// <summary>As the program run with <c>--lake azurite</c>, on an account that is only the caller's.</summary>
    public static Task<CommandRun> On(AzuriteAccount account, string folder, params string[] args) => Of(
        folder,
        TimeProvider.System,
        Guid.NewGuid,
        name => name == AzureSettings.LakeConnection ? account.ConnectionString : null,
        [.. args, "--lake", AzureSettings.Azurite]);

    private static async Task<CommandRun> Of(string folder, TimeProvider clock, Func<Guid> newId, Func<string, string?> setting, string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var context = new ProgramContext
        {
            Output = output,
            Error = error,
            IsTerminal = false,
            Width = 120,
            WorkingFolder = folder,
            Clock = clock,
            NewId = newId,
            NewHashKey = () => new byte[32],
            Setting = setting,
        };
        var code = await CommandLine.RunAsync(args, context, TestContext.Current.CancellationToken);
        return new CommandRun { Code = code, Output = output.ToString(), Error = error.ToString() };
    }
}
