using Microsoft.Extensions.Logging;
using Pipeline.App.Runs;
using Pipeline.App.Work;

namespace Pipeline.App.Hosting;

/// <summary>What the handlers of a server share. Everything that touches storage is made on first use: the first answer needs none of it.</summary>
internal sealed class ServerParts : IDisposable
{
    private readonly Lazy<Lake> _lake;
    private readonly Lazy<LakeOperations> _operations;
    private readonly Lazy<WorkProcessor> _processor;

    public ServerParts(ProgramContext context, ServeSettings settings, ILoggerFactory loggers)
    {
        (Context, Settings, Loggers) = (context, settings, loggers);
        _lake = new(() => new Lake(context, settings.Lake));
        _operations = new(() => LakeOperations.Of(Lake, context));
        _processor = new(() => new WorkProcessor(this));
    }

    public ProgramContext Context { get; }

    public ServeSettings Settings { get; }

    public ILoggerFactory Loggers { get; }

    /// <exception cref="RefusalException">The name of the lake cannot be used.</exception>
    public Lake Lake => _lake.Value;

    public Belt Belt => new(Lake, Context);

    public LakeOperations Operations => _operations.Value;

    public IRunLedger Runs => Operations.Runs;

    public WorkQueues Queues => Operations.Queues;

    public RunStarter Starter => new(Runs, Context);

    public LandedRuns LandedRuns => new(Lake.Store, Starter);

    public RunHistory History => new(Runs, Context.Clock);

    public WorkProcessor Processor => _processor.Value;

    public void Dispose()
    {
        if (_processor.IsValueCreated) { _processor.Value.Dispose(); }
    }
}
