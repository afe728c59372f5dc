using System.CommandLine;
using System.CommandLine.Help;
using System.Text.Json;
using Pipeline.App.Commands;
using Pipeline.App.Report;
using Pipeline.App.Settings;
using Pipeline.Storage;
using Pipeline.Storage.Delta;

namespace Pipeline.App;

/// <summary>Reads the command line, runs one command, and turns whatever goes wrong into a sentence and an exit code.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args, ProgramContext context, CancellationToken cancellationToken)
    {
        var result = Root(context).Parse(args);
        if (result.Errors.Count > 0 && result.Action is not HelpAction)
        {
            foreach (var sentence in Misunderstandings(result)) { await context.Error.WriteLineAsync(sentence).ConfigureAwait(false); }
            return ExitCodes.Usage;
        }

        try
        {
            var configuration = new InvocationConfiguration { Output = context.Output, Error = context.Error, EnableDefaultExceptionHandler = false };
            return await result.InvokeAsync(configuration, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // The outermost border: whatever it is, the person gets a sentence and the shell a code.
            var (code, sentence) = Failure(error);
            await SayAsync(context, result.GetValue<bool>("--json"), code, sentence).ConfigureAwait(false);
            return code;
        }
    }

    private static RootCommand Root(ProgramContext context)
    {
        var root = new RootCommand("Turns exports of CRM, marketing, billing and finance into daily revenue metrics, as open Parquet in a folder of your own.");
        foreach (var command in CommandList.All(context)) { root.Subcommands.Add(command); }
        return root;
    }

    private static IEnumerable<string> Misunderstandings(ParseResult result)
    {
        var command = result.CommandResult.Command;
        var name = command is RootCommand ? "pipeline" : "pipeline " + command.Name;
        var sentences = result.UnmatchedTokens.Count > 0 ? result.UnmatchedTokens.Select(token => $"'{token}' is not something that '{name}' understands") : result.Errors.Select(error => error.Message);
        return sentences.Append($"'{name} --help' shows what it takes");
    }

    private static (int Code, string Sentence) Failure(Exception error) => error switch
    {
        RefusalException or SettingsException => (ExitCodes.Refused, error.Message),
        DeltaConflictException => (ExitCodes.Refused, error.Message + "; run the command again"),
        StorageException or IOException or UnauthorizedAccessException => (ExitCodes.Storage, error.Message),
        AggregateException { InnerException: { } inner } => Failure(inner),
        OperationCanceledException => (ExitCodes.Refused, "stopped; what was finished stands, and the same command does the rest"),
        _ => (ExitCodes.Refused, $"a fault in the program itself ({error.GetType().Name}: {error.Message}); please report it with the command"),
    };

    private static Task SayAsync(ProgramContext context, bool isJson, int code, string sentence) => isJson
        ? context.Output.WriteLineAsync(JsonSerializer.Serialize(new FailureReport(sentence, code), ReportJson.Readable.FailureReport))
        : context.Error.WriteLineAsync(sentence);
}
