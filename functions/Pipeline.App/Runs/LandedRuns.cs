using Pipeline.App.Work;
using Pipeline.Storage;

namespace Pipeline.App.Runs;

/// <summary>The runs of landed files: an event, an upload and a reconciliation of the same file are one run.</summary>
internal sealed class LandedRuns(IObjectStore store, RunStarter starter)
{
    /// <summary>The run of the file as it lies at <paramref name="path"/> now; it is made when it is not there yet.</summary>
    public async Task<RunRecord> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var landed = await LandedMarks.FindAsync(store, path, cancellationToken).ConfigureAwait(false);
        var key = "landed\n" + path + "\n" + (landed is null ? "" : LandedMarks.Of(landed));
        return await starter.OpenAsync(WorkKind.LandedExport, new RunRequest { Path = path }, key, cancellationToken).ConfigureAwait(false);
    }
}
