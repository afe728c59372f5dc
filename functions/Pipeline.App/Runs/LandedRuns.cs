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
        return await OpenAsync(path, landed is null ? "" : LandedMarks.Of(landed), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The run of a file as a listing shows it.</summary>
    public Task<RunRecord> OpenAsync(StoredObject landed, CancellationToken cancellationToken) => OpenAsync(landed.Path, LandedMarks.Of(landed), cancellationToken);

    private Task<RunRecord> OpenAsync(string path, string mark, CancellationToken cancellationToken) =>
        starter.OpenAsync(WorkKind.LandedExport, new RunRequest { Path = path }, key: $"landed\n{path}\n{mark}", cancellationToken);
}
