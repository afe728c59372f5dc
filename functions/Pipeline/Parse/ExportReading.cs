using System.Collections.Immutable;
using Pipeline.Parse.Reading;

namespace Pipeline.Parse;

/// <summary>One reading of an export: its results in file order, then its report.</summary>
public sealed class ExportReading<TResult> : IAsyncEnumerable<TResult>
{
    private readonly RecognisedExport _export;
    private readonly Func<ParsedBlock, TResult> _onWorker;
    private readonly BlockPump _pump;
    private readonly ParseOptions _options;
    private ExportReport? _report;

    internal ExportReading(RecognisedExport export, Func<ParsedBlock, TResult> onWorker, BlockPump pump, ParseOptions options)
    {
        _export = export;
        _onWorker = onWorker;
        _pump = pump;
        _options = options;
    }

    /// <summary>What became of the export.</summary>
    /// <exception cref="InvalidOperationException">It has not been read to its end.</exception>
    public ExportReport Report => _report ?? throw new InvalidOperationException("the export has not been read to its end");

    public async IAsyncEnumerator<TResult> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        var totals = new ExportTotals(_export);
        var source = await _export.Rows.OpenAsync(_options, cancellationToken).ConfigureAwait(false);
        await using (source.ConfigureAwait(false))
        {
            await foreach (var (block, result) in _pump.RunAsync(source, Work, cancellationToken).ConfigureAwait(false))
            {
                totals.Add(block);
                yield return result;
            }

            _report = totals.ToReport(source.Refused);
        }
    }

    private (BlockSummary Summary, TResult Result) Work(RowBlock rows, ColumnArena arena)
    {
        var block = BlockReader.Read(_export.Plan, rows, arena, out var summary);
        return (summary, _onWorker(block));
    }
}
