using System.Collections.Immutable;
using System.Globalization;
using Pipeline.Parse.Reading;

namespace Pipeline.Parse;

/// <summary>Adds up what the blocks of an export report.</summary>
internal sealed class ExportTotals(RecognisedExport export)
{
    private readonly Dictionary<string, (int First, int Last)> _coverage = new(StringComparer.Ordinal);
    private RowCounts _counts = RowCounts.Zero;
    private ImmutableSortedDictionary<string, long> _warnings = Tally.Empty;
    private ControlTotals _controls = ControlTotals.None;

    public void Add(BlockSummary block)
    {
        _counts = _counts.Plus(block.Counts);
        _warnings = Tally.Add(_warnings, block.Warnings);
        _controls = _controls.Plus(block.Controls);
        foreach (var (account, first, last) in block.Coverage) { Cover(account, first, last); }
    }

    public ExportReport ToReport(ExportRefused? refused)
    {
        var head = export.Table.Head;
        if (_counts.RowsIn == 0 && refused is null) { _warnings = Tally.Add(_warnings, "header_only", 1); }
        _warnings = Tally.Add(_warnings, "duplicate_column", head.Header.Duplicates);
        if (head.Preamble.DeclaredRows is { } declared && declared != _counts.Accepted + _counts.Quarantined) { _warnings = Tally.Add(_warnings, "declared_rows_differ", 1); }
        CoverPreamble();
        return new()
        {
            Export = export.Export,
            SourceName = export.Source.Name,
            Counts = _counts.Checked(),
            Warnings = _warnings,
            Coverage = [.. _coverage.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new CoveredDays(pair.Key, ToDay(pair.Value.First), ToDay(pair.Value.Last)))],
            Refused = refused ?? Mismatch(),
        };
    }

    private void Cover(string account, int first, int last) =>
        _coverage[account] = _coverage.TryGetValue(account, out var known) ? (Math.Min(known.First, first), Math.Max(known.Last, last)) : (first, last);

    /// <summary>A report covers the range that it names, also on days on which nothing was spent.</summary>
    private void CoverPreamble()
    {
        if (export.Table.Preamble is not { FirstDay: { } first, LastDay: { } last } || first > last) { return; }
        foreach (var account in _coverage.Keys.ToArray()) { Cover(account, ToNumber(first), ToNumber(last)); }
    }

    private ExportRefused? Mismatch()
    {
        if (!_controls.Contradict(out var sum, out var total)) { return null; }
        return new("total_mismatch", string.Create(
            CultureInfo.InvariantCulture, $"{export.Source.Name}: the rows sum to {sum} and the file's total row says {total}; rows are missing or doubled. Export again without filters or edits"));
    }

    private static DateOnly ToDay(int day) => DateOnly.FromDayNumber(day + 719_162);

    private static int ToNumber(DateOnly day) => day.DayNumber - 719_162;
}
