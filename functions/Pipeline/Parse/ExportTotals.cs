using System.Collections.Immutable;
using System.Globalization;
using Pipeline.Model;
using Pipeline.Parse.Reading;

namespace Pipeline.Parse;

/// <summary>Adds up what the blocks of an export report.</summary>
internal sealed class ExportTotals(RecognisedExport export)
{
    private RowCounts _counts = RowCounts.Zero;
    private ImmutableSortedDictionary<string, long> _warnings = Tally.Empty;
    private ControlTotals _controls = ControlTotals.None;

    public void Add(BlockSummary block)
    {
        _counts = _counts.Plus(block.Counts);
        _warnings = Tally.Add(_warnings, block.Warnings);
        _controls = _controls.Plus(block.Controls);
    }

    public ExportReport ToReport(ExportRefused? refused)
    {
        var head = export.Table.Head;
        if (_counts.RowsIn == 0 && refused is null) { _warnings = Tally.Add(_warnings, "header_only", 1); }
        _warnings = Tally.Add(_warnings, "duplicate_column", head.Header.Duplicates);
        if (head.Preamble.DeclaredRows is { } declared && declared != _counts.Accepted + _counts.Quarantined) { _warnings = Tally.Add(_warnings, "declared_rows_differ", 1); }
        return new()
        {
            Export = export.Export,
            SourceName = export.Source.Name,
            Counts = _counts.Checked(),
            Warnings = _warnings,
            Days = head.Preamble is { FirstDay: { } first, LastDay: { } last } && first <= last ? new(first, last.AddDays(1)) : null,
            Refused = refused ?? Mismatch(),
        };
    }

    private ExportRefused? Mismatch()
    {
        if (!_controls.Contradict(out var sum, out var total)) { return null; }
        return new("total_mismatch", string.Create(
            CultureInfo.InvariantCulture, $"{export.Source.Name}: the rows sum to {sum} and the file's total row says {total}; rows are missing or doubled. Export again without filters or edits"));
    }
}
