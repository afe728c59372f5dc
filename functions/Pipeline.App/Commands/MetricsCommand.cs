using System.CommandLine;
using Pipeline.App.Report;
using Pipeline.Metrics;

namespace Pipeline.App.Commands;

/// <summary><c>pipeline metrics</c>: what every number means.</summary>
internal static class MetricsCommand
{
    public static Command Create(ProgramContext context)
    {
        var json = CommonOptions.Json();
        var command = new Command("metrics", "List the metrics: what each means, its unit, the windows and dimensions it is published in.") { json };
        command.SetAction(result => Run(new Screen(context, result.GetValue(json))));
        return command;
    }

    private static int Run(Screen screen)
    {
        MetricReport[] metrics = [.. MetricCatalog.All.Select(metric => MetricReport.Of(metric.Definition))];
        screen.Write(new MetricsReport(metrics), ReportJson.Readable.MetricsReport, () =>
        {
            screen.Table(
                ["Metric", "Formula", "By", "Unit"],
                metrics.Select(metric => new[] { string.Join(", ", metric.Ids), metric.Formula, string.Join(", ", metric.By), metric.Unit }));
        });
        return ExitCodes.Done;
    }
}
