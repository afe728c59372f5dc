using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Azure;

namespace Pipeline.App.Azure;

/// <summary>The form of a change set: changes that are made all or not at all.</summary>
internal static class TableBatch
{
    // No change holds these words: bodies are JSON on one line.
    private const string Outer = "batch_of_the_pipeline";
    private const string Inner = "changeset_of_the_pipeline";

    public const string ContentType = "multipart/mixed; boundary=" + Outer;

    public static string Format(ImmutableArray<TableChange> changes, Func<TableChange, string> format)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"--{Outer}\r\nContent-Type: multipart/mixed; boundary={Inner}\r\n\r\n");
        foreach (var change in changes)
        {
            text.Append(CultureInfo.InvariantCulture, $"--{Inner}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n").Append(format(change)).Append("\r\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"--{Inner}--\r\n--{Outer}--\r\n").ToString();
    }

    /// <summary>What became of all changes: the status of the first that failed with its code, or of the last.</summary>
    public static (int Status, string? Code) Outcome(string answer)
    {
        var outcome = (Status: 0, Code: (string?)null);
        foreach (var line in answer.Split('\n'))
        {
            if (line.StartsWith("HTTP/1.1 ", StringComparison.Ordinal)) { outcome = (int.Parse(line.AsSpan(9, 3), CultureInfo.InvariantCulture), null); }
            else if (outcome.Status >= 400 && line.StartsWith('{')) { return (outcome.Status, TableErrorParser.CodeIn(line)); }
        }

        return outcome;
    }

    /// <summary>Whether a batch failed because there is no table: the answer as a whole, or the first change in it, says so.</summary>
    public static bool IsAbsent(Response answer) => answer.Content is { } content && content.ToString().Contains("TableNotFound", StringComparison.Ordinal);
}
