using Microsoft.Extensions.Logging;

namespace Pipeline.App.Telemetry;

/// <summary>What workers log. Names of files and values of rows are never among it: they may be personal.</summary>
internal static partial class WorkEvents
{
    [LoggerMessage(EventId = 100, Level = LogLevel.Information, Message = "{Kind} began, attempt {Attempt}, run {RunId}")]
    public static partial void WorkBegan(this ILogger logger, string runId, string kind, int attempt);

    [LoggerMessage(EventId = 101, Level = LogLevel.Information, Message = "{Stage}, run {RunId}")]
    public static partial void StageBegan(this ILogger logger, string runId, string stage);

    [LoggerMessage(EventId = 102, Level = LogLevel.Information, Message = "export {ExportId} of {Source}: {Outcome}, {RowsIn} rows in, {Accepted} accepted, {Quarantined} quarantined, run {RunId}")]
    public static partial void ExportRead(this ILogger logger, string runId, string exportId, string source, string outcome, long rowsIn, long accepted, long quarantined);

    [LoggerMessage(EventId = 103, Level = LogLevel.Information, Message = "{Table} is at version {CommitVersion}, run {RunId}")]
    public static partial void TableCommitted(this ILogger logger, string runId, string table, long commitVersion);

    [LoggerMessage(EventId = 104, Level = LogLevel.Information, Message = "{Kind} ended as {State} after {Milliseconds} ms, run {RunId}")]
    public static partial void WorkEnded(this ILogger logger, string runId, string kind, string state, long milliseconds);

    [LoggerMessage(EventId = 105, Level = LogLevel.Warning, Message = "{Kind} stumbled in attempt {Attempt} over {Fault}: {Detail}; the message comes again, run {RunId}")]
    public static partial void WorkStumbled(this ILogger logger, string runId, string kind, int attempt, string fault, string detail);

    [LoggerMessage(EventId = 106, Level = LogLevel.Warning, Message = "a message of {Queue} cannot be used, run {RunId} says why")]
    public static partial void MessageRefused(this ILogger logger, string queue, string runId);

    [LoggerMessage(EventId = 107, Level = LogLevel.Error, Message = "a message of {Queue} failed as often as allowed, run {RunId}")]
    public static partial void PoisonReported(this ILogger logger, string queue, string runId);

    [LoggerMessage(EventId = 108, Level = LogLevel.Warning, Message = "progress could not be written: {Fault}, run {RunId}")]
    public static partial void ProgressNotWritten(this ILogger logger, string runId, string fault);

    [LoggerMessage(EventId = 109, Level = LogLevel.Information, Message = "reconciled: {Landed} landed files and {Raw} kept ones asked for again, {Runs} runs sent again")]
    public static partial void Reconciled(this ILogger logger, int landed, int raw, int runs);

    [LoggerMessage(EventId = 110, Level = LogLevel.Error, Message = "{Loop} stumbled over {Fault}: {Detail}; it goes on")]
    public static partial void LoopStumbled(this ILogger logger, string loop, string fault, string detail);

    [LoggerMessage(EventId = 111, Level = LogLevel.Information, Message = "{Schedule} is due next at {DueAt}")]
    public static partial void ScheduleSet(this ILogger logger, string schedule, string dueAt);

    [LoggerMessage(EventId = 112, Level = LogLevel.Information, Message = "listening on {Address}")]
    public static partial void Listening(this ILogger logger, string address);

    [LoggerMessage(EventId = 113, Level = LogLevel.Warning, Message = "the parent process is gone; the program ends")]
    public static partial void ParentGone(this ILogger logger);
}
