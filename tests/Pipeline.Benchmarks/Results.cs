using System.Globalization;
using System.Text;
using Pipeline.Testing;

namespace Pipeline.Benchmarks;

/// <summary>The report: sections of tables, printed as they come and kept in <c>RESULTS.md</c>, where a section replaces the one of the same title.</summary>
internal sealed class Results(TextWriter output)
{
    private const string Heading = "## ";

    private static string Path => System.IO.Path.Combine(Oracles.Root, "tests", "Pipeline.Benchmarks", "RESULTS.md");

    public void Note(string line) => output.WriteLine(line);

    /// <summary>Prints a section and puts it into the file.</summary>
    public void Put(string title, string introduction, IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        var text = new StringBuilder();
        text.Append(Heading).Append(title).Append("\n\n").Append(introduction).Append("\n\n");
        Row(text, header);
        Row(text, [.. header.Select(_ => "---")]);
        foreach (var row in rows) { Row(text, row); }
        text.Append('\n');
        output.WriteLine(text);
        Replace(title, text.ToString());
    }

    public static string Number(double value, string format = "0.00") => value.ToString(format, CultureInfo.InvariantCulture);

    private static void Row(StringBuilder text, IReadOnlyList<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private static void Replace(string title, string section)
    {
        var old = File.Exists(Path) ? File.ReadAllText(Path) : Preamble;
        var start = old.IndexOf(Heading + title + "\n", StringComparison.Ordinal);
        if (start < 0)
        {
            File.WriteAllText(Path, old + section);
            return;
        }

        var end = old.IndexOf("\n" + Heading, start, StringComparison.Ordinal);
        File.WriteAllText(Path, string.Concat(old.AsSpan(0, start), section, end < 0 ? "" : old.AsSpan(end + 1)));
    }

    private const string Preamble = """
        # Results

        Written by `dotnet run -c Release --project tests/Pipeline.Benchmarks -- all` (or one section by its name). Figures of a machine that others use at
        the same time: ratios of runs beside each other and processor times mean something, wall times alone little.


        """;
}
