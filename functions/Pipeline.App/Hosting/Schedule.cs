using System.Globalization;
using Cronos;
using Microsoft.Extensions.Logging;
using Pipeline.App.Telemetry;
using Pipeline.App.Work;

namespace Pipeline.App.Hosting;

/// <summary>Does something at the times of a cron expression, in UTC. A time that was missed because the program did not run is not made up for: reconciling finds what is missing.</summary>
/// <param name="name">For the log.</param>
/// <param name="expression">Second, minute, hour, day, month, day of the week.</param>
/// <param name="act">What to do.</param>
internal sealed class Schedule(string name, string expression, Func<CancellationToken, Task> act)
{
    public async Task RunAsync(TimeProvider clock, ILogger logger, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var now = clock.GetUtcNow();
            if (NextAfter(now) is not { } next) { return; }
            logger.ScheduleSet(name, next.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            await Task.Delay(next - now, clock, cancellationToken).ConfigureAwait(false);
            try
            {
                await act(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
            {
                logger.LoopStumbled(name, error.GetType().Name, Faults.DetailOf(error));
            }
        }
    }

    /// <summary>The first time after <paramref name="now"/>.</summary>
    public DateTimeOffset? NextAfter(DateTimeOffset now) => CronExpression.Parse(expression, CronFormat.IncludeSeconds).GetNextOccurrence(now, TimeZoneInfo.Utc);
}
