using Microsoft.Extensions.Logging;
using Pipeline.App.Telemetry;
using Pipeline.App.Work;

namespace Pipeline.App.Hosting;

/// <summary>Notices files that are dropped into the landing folder of a lake in a folder; in a storage account Event Grid does that.</summary>
internal sealed class LandingWatch(ServerParts parts, ILogger logger)
{
    private HashSet<string> _known = [];
    private HashSet<string> _seen = [];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var isFirst = true;
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(parts.Settings.LandingPause, parts.Context.Clock, cancellationToken).ConfigureAwait(false);
            try
            {
                if (isFirst) { _known = await new LandedMarks(parts.Lake.Store).ReadAsync(cancellationToken).ConfigureAwait(false); }
                isFirst = false;
                await LookAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
            {
                logger.LoopStumbled("landing", error.GetType().Name, Faults.DetailOf(error));
            }
        }
    }

    /// <summary>A file that looked the same at two looks in a row is taken for written to its end; if it is not, its next state is another one.</summary>
    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var file in parts.Lake.Store.ListAsync(BlobEvent.Landing, cancellationToken).ConfigureAwait(false))
        {
            if (Path.GetFileName(file.Path).StartsWith('.')) { continue; }
            var mark = LandedMarks.Of(file);
            seen.Add(mark);
            if (_known.Contains(mark) || !_seen.Contains(mark)) { continue; }
            await parts.Queues.Exports.SendAsync(WorkEnvelope.Write(new(WorkKind.LandedExport, Path: file.Path)), TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
            _known.Add(mark);
        }

        _seen = seen;
    }
}
