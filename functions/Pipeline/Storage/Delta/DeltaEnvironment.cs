namespace Pipeline.Storage.Delta;

/// <summary>What a table needs from the outside and may not fetch itself.</summary>
/// <param name="Clock">Stamps commits, and decides what is old enough to be cleaned up.</param>
/// <param name="NewId">Names parts, tables and commits; every call gives another one.</param>
public sealed record DeltaEnvironment(TimeProvider Clock, Func<Guid> NewId)
{
    /// <summary>Waits before another try after a lost race.</summary>
    /// <value>The default waits on <see cref="Clock"/>.</value>
    public Func<TimeSpan, CancellationToken, Task> Delay { get; init; } = (time, cancellationToken) => Task.Delay(time, Clock, cancellationToken);

    /// <summary>What was read of the tables of one store; <see langword="null"/> to read each log from its beginning.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    public SeenVersions? Seen { get; init; }
}
