using System.Text;
using Pipeline.App;
using Pipeline.App.Settings;

Console.OutputEncoding = Encoding.UTF8;
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, signal) =>
{
    // The first Ctrl+C lets the run end in order; a second one ends the program.
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
};
// Some threads wait for the disk while others work; by default the pool has one for each processor and is slow to add more.
ThreadPool.SetMinThreads(Environment.ProcessorCount + 3, Environment.ProcessorCount);
var context = new ProgramContext
{
    Output = Console.Out,
    Error = Console.Error,
    IsTerminal = !Console.IsOutputRedirected && !Console.IsErrorRedirected,
    Width = Console.IsOutputRedirected ? 120 : Math.Max(60, Console.WindowWidth),
    WorkingFolder = Directory.GetCurrentDirectory(),
    Clock = TimeProvider.System,
    NewId = Guid.CreateVersion7,
    NewHashKey = SettingsStore.RandomKey,
    BeforeWork = HeapReserve.Take,
    Setting = Environment.GetEnvironmentVariable,
};
return await CommandLine.RunAsync(args, context, stop.Token).ConfigureAwait(false);
