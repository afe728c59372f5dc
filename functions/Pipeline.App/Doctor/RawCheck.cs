using System.Security.Cryptography;
using Pipeline.App.Report;
using Pipeline.Land;
using Pipeline.Model;
using Pipeline.Storage;

namespace Pipeline.App.Doctor;

/// <summary>Every export in the ledger lies in raw with the bytes it was named after, and nothing in raw is unknown to the ledger.</summary>
/// <remarks>Paths are <c>raw/SOURCE/SHA256/NAME</c>: the members of an archive share the path, and the hash, of the archive.</remarks>
internal static class RawCheck
{
    public static async Task<Finding> RunAsync(
        Lake lake, SortedDictionary<string, StoredObject> objects, IProgress<StepProgress> progress, CancellationToken cancellationToken)
    {
        var ledger = await new ExportLedger(lake.Store, lake.Delta).ReadAsync(cancellationToken).ConfigureAwait(false);
        var problems = new List<string>();
        foreach (var record in ledger.Announced) { problems.Add($"'{RunReportText.Printable(record.FileName)}' was announced by a run that did not end; the next run finishes it"); }
        var done = 0;
        foreach (var record in ledger.Settled)
        {
            progress.Report(new("Hashing raw exports", done++, ledger.Settled.Length));
            if (await ProblemOfAsync(lake, record, cancellationToken).ConfigureAwait(false) is { } problem) { problems.Add(problem); }
        }

        var known = ledger.All.Select(record => record.RawPath).ToHashSet(StringComparer.Ordinal);
        problems.AddRange(objects.Keys
            .Where(path => ObjectPath.IsRaw(path) && !known.Contains(path))
            .Select(path => $"{path} is in raw and not in the ledger; the next run takes it in"));
        return new Finding("raw exports", $"{ledger.Settled.Length} in the ledger", problems);
    }

    private static async Task<string?> ProblemOfAsync(Lake lake, ExportRecord record, CancellationToken cancellationToken)
    {
        try
        {
            var stream = await lake.Store.OpenReadAsync(record.RawPath, cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
                return record.RawPath.Contains($"/{hash}/", StringComparison.Ordinal)
                    ? null
                    : $"{record.RawPath} no longer holds the bytes it was named after; replace it with the original '{RunReportText.Printable(record.FileName)}'";
            }
        }
        catch (ObjectNotFoundException)
        {
            return $"{record.RawPath} is gone; export '{RunReportText.Printable(record.FileName)}' again, or restore it from a copy";
        }
    }
}
