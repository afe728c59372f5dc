using System.Text;
using Pipeline.Model;
using Pipeline.Parse.Json;
using Pipeline.Parse.Reading;

namespace Pipeline.Parse;

/// <summary>Settles what a declaration leaves open about one table.</summary>
internal sealed class ExportPreparer(
    RecognisedTable table, LandedExport export, Func<CancellationToken, Task<Stream>> openAsync, ParseSettings settings, BlockPump pump, ParseOptions options)
{
    private readonly SourceDefinition _source = table.Source;
    private readonly SourceSettings _own = settings.For(table.Source);

    public async Task<Preparation> PrepareAsync(CancellationToken cancellationToken)
    {
        var encoding = await EncodingAsync(cancellationToken).ConfigureAwait(false);
        var columns = Columns();
        var stated = StatedCurrency(columns.Header);
        var dated = DateByName();
        var rows = new RowSourceOpener(table, encoding, openAsync);
        var evidence = await ProfileAsync(columns, rows, dated is null, cancellationToken).ConfigureAwait(false);
        if (evidence.Refused is { } unreadable) { return new(null, unreadable); }
        if (Decide(evidence.Found, out var numbers, out var dates) is { } open) { return new(null, open); }
        var snapshot = dated ?? evidence.Found.Watermark(dates) ?? Epoch.Micros(export.ModifiedAt);
        var context = new FileContext
        {
            FileId = FileIdOf(table, export),
            SnapshotAt = snapshot,
            Sheet = table.Sheet,
            Numbers = numbers,
            Dates = dates,
            StatedCurrency = stated,
            AssumedCurrency = _own.Currency ?? (settings.StrictCurrency ? "" : settings.ReportingCurrency),
            Account = _own.Account ?? "default",
            System = _source.System,
        };
        var plan = new PlanBuilder(_source, columns, context, settings).Build(out var refused);
        return refused is not null ? new(null, refused) : new(new(export, table, plan, rows), null);
    }

    /// <summary>The first sheet that is read has the file's id; others have one of their own.</summary>
    private static string FileIdOf(RecognisedTable table, LandedExport export) => table.Shape.SheetIndex == 0
        ? export.FileId
        : Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(export.Sha256 + "#" + table.Sheet)))[..16];

    private async Task<TextEncoding> EncodingAsync(CancellationToken cancellationToken)
    {
        var head = await FileHead.ReadAsync(openAsync, options.HeadBytes, cancellationToken).ConfigureAwait(false);
        return await TextEncoding.DetectAsync(head.Bytes, async () =>
        {
            if (head.IsWhole || export.IsUtf8 is not null || table.Shape.Format != TableFormat.Text) { return export.IsUtf8 ?? true; }
            var file = await openAsync(cancellationToken).ConfigureAwait(false);
            await using (file.ConfigureAwait(false)) { return await TextEncoding.IsUtf8Async(file, cancellationToken).ConfigureAwait(false); }
        }).ConfigureAwait(false);
    }

    private SourceColumns Columns()
    {
        var named = new Dictionary<string, string>(StringComparer.Ordinal) { ["{sheet}"] = table.Sheet };
        return table.Shape.Format == TableFormat.Json
            ? new(new(JsonColumns.Of(_source)), takesAll: true, named)
            : new(table.Head.Header, takesAll: false, named);
    }

    private string StatedCurrency(HeaderIndex header)
    {
        foreach (var names in _source.Outputs.SelectMany(output => output.Columns).SelectMany(mapping => mapping.From))
        {
            if (header.Find(names, out var currency) >= 0 && currency.Length > 0) { return currency; }
        }

        return "";
    }

    /// <summary>The watermark by file name or preamble, in microseconds since 1970.</summary>
    private long? DateByName()
    {
        var zones = new Zones(ParseZones.Of(_source, settings), settings.ReportingZone);
        var moment = FileNameTime.Read(export.Name) ?? table.Preamble.GeneratedAt;
        return moment is not { } known ? null : known.HasTime ? zones.ToInstant(known) : zones.StartOfDay(known.Day);
    }

    private async Task<(FileEvidence Found, ExportRefused? Refused)> ProfileAsync(
        SourceColumns columns, RowSourceOpener rows, bool needsWatermark, CancellationToken cancellationToken)
    {
        var profiler = new FileProfiler(_source, columns, settings, needsWatermark);
        var evidence = new FileEvidence();
        if (!profiler.IsNeeded) { return (evidence, null); }
        var source = await rows.OpenAsync(options, cancellationToken).ConfigureAwait(false);
        await using (source.ConfigureAwait(false))
        {
            await foreach (var block in pump.RunAsync(source, profiler.Look, cancellationToken).ConfigureAwait(false))
            {
                evidence.Add(block);
                if (!profiler.IsOpen(evidence)) { break; }
            }

            return (evidence, source.Refused);
        }
    }

    private ExportRefused? Decide(FileEvidence evidence, out NumberLocale numbers, out DateOrder dates)
    {
        var hints = _source.LocaleHints.Where(hint => table.Head.Header.Find(hint.Column) >= 0).ToArray();
        var numberHint = hints.Select(hint => hint.Numbers).FirstOrDefault(hint => hint != NumberLocale.PerFile);
        var dateHint = hints.Select(hint => hint.Dates).FirstOrDefault(hint => hint != DateOrder.PerFile);
        var decidedNumbers = First(_own.Numbers, _source.Numbers, NumberLocale.PerFile) ?? evidence.DecideNumbers(numberHint);
        var decidedDates = First(_own.Dates, _source.Dates, DateOrder.PerFile) ?? evidence.DecideDates(dateHint);
        numbers = decidedNumbers ?? NumberLocale.PerFile;
        dates = decidedDates ?? DateOrder.PerFile;
        if (decidedNumbers is null) { return new("ambiguous_numbers", $"{_source.Name}: the numbers of '{Safe(export.Name)}' do not show whether 1.234 is a thousand or one and a bit; set sources.{_source.Name}.number_locale to point or comma"); }
        return decidedDates is null
            ? new("ambiguous_dates", $"{_source.Name}: the dates of '{Safe(export.Name)}' do not show whether 02/03 is in February or March; set sources.{_source.Name}.date_order to month_first or day_first")
            : null;
    }

    private static T? First<T>(T own, T declared, T open)
        where T : struct, Enum =>
        !EqualityComparer<T>.Default.Equals(own, open) ? own : !EqualityComparer<T>.Default.Equals(declared, open) ? declared : null;

    /// <summary>A file name without what could forge a log line.</summary>
    private static string Safe(string name) => new([.. name.Where(character => !char.IsControl(character)).Take(120)]);
}
