using System.Collections.Immutable;

namespace Pipeline.Parse.Reading;

/// <summary>Looks through a file for what its declaration leaves open: decimal mark, date order, watermark. Reads no further than it must.</summary>
internal sealed class FileProfiler
{
    private readonly SourceDefinition _source;
    private readonly ImmutableArray<CellSource> _numbers;
    private readonly ImmutableArray<CellSource> _integers;
    private readonly ImmutableArray<CellSource> _dates;
    private readonly ImmutableArray<CellSource> _watermarks;
    private readonly TimeZoneInfo _sourceZone;
    private readonly TimeZoneInfo _reportingZone;

    /// <param name="source">The declaration.</param>
    /// <param name="columns">The file's columns.</param>
    /// <param name="settings">What the company settled.</param>
    /// <param name="needsWatermark">Whether neither name nor preamble date the export.</param>
    public FileProfiler(SourceDefinition source, SourceColumns columns, ParseSettings settings, bool needsWatermark)
    {
        _source = source;
        var own = settings.For(source);
        _numbers = own.Numbers == NumberLocale.PerFile && source.Numbers == NumberLocale.PerFile ? Columns(columns, IsNumber) : [];
        // Whole numbers do not need the decision, but they help to make it.
        _integers = _numbers.IsEmpty ? [] : Columns(columns, mapping => mapping.Rule == ReadingRule.Integer);
        _dates = own.Dates == DateOrder.PerFile && source.Dates == DateOrder.PerFile ? Columns(columns, IsMoment) : [];
        _watermarks = needsWatermark ? [.. columns.Header.FindAll(source.Watermark).Select(column => new CellSource(column))] : [];
        _sourceZone = ParseZones.Of(source, settings);
        _reportingZone = settings.ReportingZone;
    }

    public bool IsNeeded => _numbers.Length + _dates.Length + _watermarks.Length > 0;

    /// <summary>The evidence of one block.</summary>
    public FileEvidence Look(RowBlock block, ColumnArena arena)
    {
        var evidence = new FileEvidence();
        var cells = new CellReader(block, new NullTokens(_source.NullTokens));
        var zones = new Zones(_sourceZone, _reportingZone);
        for (var row = 0; row < block.RowCount; row++)
        {
            foreach (var source in _numbers)
            {
                var cell = cells.Read(row, source);
                if (!cell.IsEmpty) { evidence.AddNumber(cell, isWhole: false); }
            }

            foreach (var source in _integers)
            {
                var cell = cells.Read(row, source);
                if (!cell.IsEmpty) { evidence.AddNumber(cell, isWhole: true); }
            }

            foreach (var source in _dates)
            {
                var cell = cells.Read(row, source);
                if (!cell.IsEmpty) { evidence.AddDate(cell); }
            }

            foreach (var source in _watermarks) { AddWatermark(evidence, cells.Read(row, source), zones); }
        }

        return evidence;
    }

    /// <summary>Whether more rows could still change the answer.</summary>
    public bool IsOpen(FileEvidence evidence) =>
        _watermarks.Length > 0 || (_numbers.Length > 0 && !evidence.HasNumberMarks) || (_dates.Length > 0 && !evidence.HasDateOrder);

    private static void AddWatermark(FileEvidence evidence, ReadOnlySpan<byte> cell, Zones zones)
    {
        if (cell.IsEmpty) { return; }
        // Which order the file has is settled only when all of it has been seen.
        foreach (var order in (ReadOnlySpan<DateOrder>)[DateOrder.MonthFirst, DateOrder.DayFirst])
        {
            if (MomentCell.Read(cell, order, out var moment) == MomentOutcome.Read) { evidence.AddWatermark(order, moment.HasTime ? zones.ToInstant(moment) : zones.StartOfDay(moment.Day)); }
        }
    }

    private ImmutableArray<CellSource> Columns(SourceColumns columns, Func<Mapping, bool> isWanted) =>
        [.. _source.Outputs.SelectMany(output => output.Columns).Where(isWanted).SelectMany(mapping => columns.First(mapping.From, "")).Where(source => source.Column >= 0).Distinct()];

    private static bool IsNumber(Mapping mapping) => mapping.Rule is ReadingRule.Number or ReadingRule.MinorUnits or ReadingRule.Reciprocal
        or ReadingRule.CreditMinusDebit or ReadingRule.SignedByPosting;

    private static bool IsMoment(Mapping mapping) => mapping.Rule is ReadingRule.Date or ReadingRule.Instant or ReadingRule.InstantOrDay or ReadingRule.DayStart;
}
