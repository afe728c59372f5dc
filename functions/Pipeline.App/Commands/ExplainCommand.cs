using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Pipeline.App.Report;
using Pipeline.Metrics;

namespace Pipeline.App.Commands;

/// <summary><c>pipeline explain METRIC DATE</c>: how a published number came to be.</summary>
internal static class ExplainCommand
{
    public static Command Create(ProgramContext context)
    {
        var (lake, json) = (CommonOptions.Lake(), CommonOptions.Json());
        var metric = new Argument<string>("METRIC") { Description = "The id of a metric, as 'pipeline metrics' lists it: cac_paid, spend_t30, …" };
        var day = CommonOptions.DayArgument("The day to explain.");
        var command = new Command("explain", "Show how a metric of a day was computed: formula, exact parts, members, inputs and their versions.") { metric, day, lake, json };
        command.SetAction((result, cancellationToken) => RunAsync(
            new Lake(context, result.GetRequiredValue(lake)), new Screen(context, result.GetValue(json)), result.GetRequiredValue(metric), result.GetValue(day)!.Value, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Lake lake, Screen screen, string metric, DateOnly day, CancellationToken cancellationToken)
    {
        if (MetricCatalog.Find(metric) is not { } known) { throw new RefusalException($"no metric is called '{metric}'; the nearest are {string.Join(", ", Nearest(metric))}, and 'pipeline metrics' lists all"); }
        await lake.MustExistAsync(cancellationToken).ConfigureAwait(false);
        var newest = (await Snapshot.ReadAsync(lake, cancellationToken).ConfigureAwait(false)).Newest;
        var points = SnapshotPoint.Of(await Snapshot.OfDaysAsync(lake, day, day, cancellationToken).ConfigureAwait(false), metric);
        if (points.IsEmpty) { throw new RefusalException(string.Create(CultureInfo.InvariantCulture, $"{lake.Shown} has no {metric} for {day:yyyy-MM-dd}; its newest day is {newest:yyyy-MM-dd}")); }
        var report = new ExplainReport(metric, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), MetricReport.Of(known.Definition), points);
        screen.Write(report, ReportJson.Readable.ExplainReport, () => Write(screen, report));
        return ExitCodes.Done;
    }

    private static void Write(Screen screen, ExplainReport report)
    {
        screen.Line($"{report.Metric} on {report.Day}: {report.Definition.Title} (version {report.Definition.Version})");
        screen.Line($"  {report.Definition.Formula}");
        screen.Line($"  Computed from {string.Join(", ", report.Definition.Inputs.Select(table => "facts/" + table))}; after {report.Definition.Authority}.");
        screen.Heading("Parts");
        screen.Table(
            ["Dimension", "Member", "Numerator", "Denominator", "n", "Value"],
            report.Points.Select(point => new[] { point.Dimension, point.Member, Number(point.Numerator), Number(point.Denominator), RunReportText.Count(point.N), point.Text }),
            endsInNumbers: true);
        var whole = report.Points[0];
        screen.Line();
        screen.Line($"{(whole.IsComplete ? "All needed sources cover the day." : "Not complete: a needed source ends before the day.")} Run {whole.RunId}, settings {whole.ConfigHash[..Math.Min(12, whole.ConfigHash.Length)]}, facts {whole.InputVersions}.");
    }

    private static string Number(decimal? value) => value?.ToString("#,##0.####", CultureInfo.InvariantCulture) ?? "";

    private static IEnumerable<string> Nearest(string metric) => MetricCatalog.All
        .SelectMany(known => known.Definition.Windows.Select(window => window.Id))
        .OrderByDescending(id => SharedLetters(id, metric))
        .ThenBy(id => id, StringComparer.Ordinal)
        .Take(3);

    private static int SharedLetters(string id, string metric)
    {
        // Pairs of letters that both have: enough to find a slip of the keyboard or a forgotten window.
        var pairs = Enumerable.Range(0, Math.Max(0, metric.Length - 1)).Select(i => metric.Substring(i, 2)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return (2 * pairs.Count(pair => id.Contains(pair, StringComparison.OrdinalIgnoreCase))) - (Math.Abs(id.Length - metric.Length) / 4);
    }
}
