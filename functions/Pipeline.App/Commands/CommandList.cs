using System.Collections.Immutable;
using System.CommandLine;

namespace Pipeline.App.Commands;

/// <summary>Every command. A new one is one file and one line here.</summary>
internal static class CommandList
{
    /// <summary>In the order in which help shows them.</summary>
    public static ImmutableArray<Command> All(ProgramContext context) =>
    [
        DemoCommand.Create(context),
        RunCommand.Create(context),
        StatusCommand.Create(context),
        SourcesCommand.Create(context),
        MetricsCommand.Create(context),
        ExplainCommand.Create(context),
        RecomputeCommand.Create(context),
        ExportCommand.Create(context),
        InitCommand.Create(context),
        DoctorCommand.Create(context),
        ServeCommand.Create(context),
    ];
}
