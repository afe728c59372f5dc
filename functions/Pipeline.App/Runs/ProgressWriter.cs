using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Pipeline.App.Report;
using Pipeline.App.Telemetry;

namespace Pipeline.App.Runs;

/// <summary>Writes the progress of a run into its record while the work goes on, at most every few seconds, and a log line for each stage.</summary>
internal sealed class ProgressWriter : IProgress<StepProgress>, IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly RunHistory _history;
    private readonly string _runId;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _writing;
    private readonly Lock _door = new();
    private StepProgress? _newest;
    private string _stage = "";

    public ProgressWriter(RunHistory history, string runId, ILogger logger, TimeProvider clock)
    {
        (_history, _runId, _logger) = (history, runId, logger);
        _writing = WriteAsync(clock);
    }

    public void Report(StepProgress value)
    {
        bool isNewStage;
        lock (_door)
        {
            _newest = value;
            isNewStage = !string.Equals(_stage, value.Step, StringComparison.Ordinal);
            _stage = value.Step;
        }

        if (!isNewStage) { return; }
        Activity.Current?.AddEvent(new ActivityEvent(value.Step));
        _logger.StageBegan(_runId, value.Step);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _writing.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task WriteAsync(TimeProvider clock)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Pause, clock, _stop.Token).ConfigureAwait(false);
                if (TakeNewest() is { } newest) { await _history.ProgressAsync(_runId, new(newest.Step, newest.Done, newest.Total), _stop.Token).ConfigureAwait(false); }
            }
        }
        catch (OperationCanceledException)
        {
            // The work is over; its outcome is written by whoever did it.
        }
        catch (Storage.StorageException error)
        {
            // Progress is a courtesy: the work itself meets the same storage and says so.
            _logger.ProgressNotWritten(_runId, error.GetType().Name);
        }
    }

    private StepProgress? TakeNewest()
    {
        lock (_door)
        {
            var newest = _newest;
            _newest = null;
            return newest;
        }
    }
}
