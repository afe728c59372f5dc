using System.Globalization;

namespace Pipeline.App.Report;

/// <summary>The report of a run, for people.</summary>
internal static class RunReportText
{
    private const int MostNotes = 10;

    public static void Write(Screen screen, RunReport report)
    {
        if (report.NothingNew) { screen.Line($"Nothing is new: {Count(report.Files.Found - report.Files.Refused)} of {Count(report.Files.Found)} files in {report.Exports} are in {report.Lake} already. Nothing was written."); }
        if (report.Rebuilt) { screen.Line("Settings or sources had changed: all kept exports were read again."); }
        if (report.Headlines.Count > 0)
        {
            screen.Heading($"{report.Day}, the newest day with numbers");
            screen.Table(["Metric", "Value"], report.Headlines.Select(headline => new[] { headline.Label + (headline.IsComplete ? "" : " (incomplete)"), headline.Text }), endsInNumbers: true);
        }

        if (!report.NothingNew) { WriteFiles(screen, report); }
        WriteNotes(screen, "Refused", report.Refused);
        WriteNotes(screen, "Ignored", report.Ignored);
        if (report.Open.Count > 0)
        {
            screen.Heading("Open");
            foreach (var path in report.Open) { screen.Line("  " + path); }
        }

        screen.Line();
        screen.Line(string.Create(CultureInfo.InvariantCulture, $"Took {report.Seconds:0.0} s."));
    }

    private static void WriteFiles(Screen screen, RunReport report)
    {
        var (files, rows) = (report.Files, report.Rows);
        screen.Heading("Files");
        screen.Line($"  {Count(files.Found)} found, {Count(files.New)} new: {Count(files.Accepted)} read, {Count(files.Ignored)} ignored, {Count(files.Refused)} refused.{(files.Found > files.New ? " The others hold bytes that are in the lake already." : "")}");
        screen.Line($"  {Count(rows.In)} rows = {Count(rows.Accepted)} accepted + {Count(rows.Quarantined)} in quarantine + {Count(rows.Excluded)} left out{Reasons(rows.ExcludedBy)}.");
        if (report.Quarantine.Count > 0)
        {
            screen.Heading("In quarantine");
            screen.Table(["Rule", "For example", "Rows"], report.Quarantine.Select(rule => new[] { rule.Rule, rule.Example, Count(rule.Rows) }), endsInNumbers: true);
        }

        if (report.Warnings.Count > 0)
        {
            screen.Heading("Worth a look");
            screen.Table(["Warning", "Files", "Rows"], report.Warnings.Select(warning => new[] { warning.Kind, Some(warning.Files), Count(warning.Rows) }), endsInNumbers: true);
        }
    }

    private static void WriteNotes(Screen screen, string heading, IReadOnlyList<FileNote> notes)
    {
        if (notes.Count == 0) { return; }
        screen.Heading(heading);
        foreach (var note in notes.Take(MostNotes)) { screen.Line($"  {Printable(note.File)}: {note.Sentence}"); }
        if (notes.Take(MostNotes).Any(note => note.Declaration.Length > 0)) { screen.Line("  --json shows for each unrecognised file a declaration for sources/*.json, to be filled in."); }
        if (notes.Count > MostNotes) { screen.Line($"  … and {Count(notes.Count - MostNotes)} more; 'pipeline status' lists all of them"); }
    }

    private static string Reasons(IReadOnlyDictionary<string, long> reasons) =>
        reasons.Count == 0 ? "" : " (" + string.Join(", ", reasons.Select(reason => $"{Count(reason.Value)} {reason.Key.Replace('_', ' ')}")) + ")";

    private static string Some(IReadOnlyList<string> files) =>
        string.Join(", ", files.Take(3).Select(Printable)) + (files.Count > 3 ? $" and {Count(files.Count - 3)} more" : "");

    /// <summary>A file name is data: one with control characters must not forge a line.</summary>
    internal static string Printable(string name) => string.Concat(name.Select(letter => char.IsControl(letter) ? '?' : letter));

    internal static string Count(long count) => count.ToString("#,##0", CultureInfo.InvariantCulture);
}
