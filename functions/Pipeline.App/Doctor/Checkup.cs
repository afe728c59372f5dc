using System.Collections.Immutable;
using Pipeline.App.Report;
using Pipeline.App.Settings;
using Pipeline.Storage;

namespace Pipeline.App.Doctor;

/// <summary>Looks at a lake from the outside: what the program promises is checked on what lies there.</summary>
internal static class Checkup
{
    /// <summary>Every check runs, whatever the others find.</summary>
    public static async Task<ImmutableArray<Finding>> RunAsync(Lake lake, IProgress<StepProgress> progress, CancellationToken cancellationToken)
    {
        progress.Report(new("Listing the lake", 0, 1));
        var objects = new SortedDictionary<string, StoredObject>(StringComparer.Ordinal);
        await foreach (var found in lake.Store.ListAsync("", cancellationToken).ConfigureAwait(false)) { objects.Add(found.Path, found); }

        var findings = ImmutableArray.CreateBuilder<Finding>();
        findings.Add(await CheckSettingsAsync(lake, cancellationToken).ConfigureAwait(false));
        progress.Report(new("Reading the logs of the tables", 0, 1));
        findings.Add(await TableCheck.RunAsync(lake, objects, cancellationToken).ConfigureAwait(false));
        findings.Add(await RawCheck.RunAsync(lake, objects, progress, cancellationToken).ConfigureAwait(false));
        return findings.ToImmutable();
    }

    private static async Task<Finding> CheckSettingsAsync(Lake lake, CancellationToken cancellationToken)
    {
        try
        {
            var settings = await lake.Settings.ReadAsync(cancellationToken).ConfigureAwait(false);
            return new Finding("settings", $"valid, hash {settings.ConfigHash[..12]}", []);
        }
        catch (SettingsException error)
        {
            return new Finding("settings", SettingsReader.FileName, error.Message.Split('\n'));
        }
    }
}
