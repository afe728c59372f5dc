using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;

namespace Pipeline.App.Report;

/// <summary>Where a command shows its result: text and tables for people, or one JSON document for machines.</summary>
internal sealed class Screen
{
    private readonly ProgramContext _context;
    private readonly IAnsiConsole _console;

    public Screen(ProgramContext context, bool isJson)
    {
        _context = context;
        IsJson = isJson;
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = context.IsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = context.IsTerminal ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(context.Output),
        });
        _console.Profile.Width = context.Width;
    }

    public bool IsJson { get; }

    /// <summary>Writes a result: as JSON when that was asked for, otherwise as <paramref name="writeText"/> does.</summary>
    public void Write<T>(T report, JsonTypeInfo<T> shape, Action writeText)
    {
        if (IsJson) { _context.Output.WriteLine(JsonSerializer.Serialize(report, shape)); }
        else { writeText(); }
    }

    /// <summary>A line of text; nothing in it is taken for markup.</summary>
    public void Line(string text = "") => _context.Output.WriteLine(text);

    public void Heading(string text)
    {
        Line();
        if (_context.IsTerminal) { _console.Write(new Text(text + "\n", new Style(decoration: Decoration.Bold))); }
        else { Line(text); }
    }

    /// <summary>A table; the last column is aligned right when <paramref name="endsInNumbers"/>.</summary>
    public void Table(IReadOnlyList<string> headers, IEnumerable<string[]> rows, bool endsInNumbers = false)
    {
        string[][] cells = [.. rows];
        if (_context.IsTerminal) { DrawTable(headers, cells, endsInNumbers); }
        else { WriteTable([[.. headers], .. cells], endsInNumbers); }
    }

    /// <summary>Runs work that may take a while: with a progress bar on a terminal, otherwise with a plain line for each step.</summary>
    public async Task<T> WatchAsync<T>(Func<IProgress<StepProgress>, Task<T>> work)
    {
        if (IsJson || !_context.IsTerminal) { return await work(new PlainProgress(IsJson ? null : _context.Output)).ConfigureAwait(false); }
        return await _console.Progress().AutoClear(enabled: true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(progress => work(new BarProgress(progress))).ConfigureAwait(false);
    }

    private void DrawTable(IReadOnlyList<string> headers, string[][] rows, bool endsInNumbers)
    {
        var table = new Table { Border = TableBorder.Rounded };
        for (var i = 0; i < headers.Count; i++)
        {
            var column = new TableColumn(new Text(headers[i]));
            if (endsInNumbers && i == headers.Count - 1) { column.RightAligned(); }
            table.AddColumn(column);
        }

        foreach (var row in rows) { table.AddRow(row.Select(cell => new Text(cell))); }
        _console.Write(table);
    }

    /// <summary>For files and pipes: no lines, no wrapping, nothing after the last letter of a row.</summary>
    private void WriteTable(string[][] rows, bool endsInNumbers)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(i => rows.Max(row => row[i].Length)).ToArray();
        foreach (var row in rows)
        {
            var cells = row.Select((cell, i) => endsInNumbers && i == row.Length - 1 ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]));
            Line(("  " + string.Join("  ", cells)).TrimEnd());
        }
    }

    private sealed class PlainProgress(TextWriter? output) : IProgress<StepProgress>
    {
        private readonly Lock _door = new();
        private string _step = "";

        public void Report(StepProgress value)
        {
            lock (_door)
            {
                if (output is null || string.Equals(_step, value.Step, StringComparison.Ordinal)) { return; }
                _step = value.Step;
                output.WriteLine(value.Step + " …");
            }
        }
    }

    private sealed class BarProgress(ProgressContext bars) : IProgress<StepProgress>
    {
        private readonly Lock _door = new();
        private ProgressTask? _bar;

        public void Report(StepProgress value)
        {
            lock (_door)
            {
                if (_bar is null || !string.Equals(_bar.Description, Markup.Escape(value.Step), StringComparison.Ordinal))
                {
                    if (_bar is not null) { _bar.Value = _bar.MaxValue; }
                    _bar = bars.AddTask(Markup.Escape(value.Step), maxValue: Math.Max(1, value.Total));
                }

                _bar.MaxValue = Math.Max(1, value.Total);
                _bar.Value = value.Done;
            }
        }
    }
}

/// <summary>How far a step is.</summary>
/// <param name="Step">What is being done.</param>
/// <param name="Done">How much is done.</param>
/// <param name="Total">How much there is; 0 when unknown.</param>
internal readonly record struct StepProgress(string Step, long Done, long Total);
