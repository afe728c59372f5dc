using Pipeline.Storage.Delta;

namespace Pipeline.Facts;

/// <summary>Finds the new exports of which no key can be anywhere else: their keys rise, and those of all other parts lie outside their ends.</summary>
/// <remarks>Of ids that are counted up this is the usual case, and it costs a look at the bounds that the log has of each part.</remarks>
internal static class LoneKeys
{
    public static async Task<HashSet<TakenExport>> InAsync(TableIntake intake, PartSet parts)
    {
        var lone = new HashSet<TakenExport>(ReferenceEqualityComparer.Instance);
        if (!intake.Taken.Any(export => export.Keys.Rise)) { return lone; }
        var spans = await SpansAsync(intake, parts).ConfigureAwait(false);
        if (spans.Exists(span => span.First is null || span.Last is null)) { return lone; }
        spans.Sort((one, other) => Utf8Order.Compare(one.First!, other.First!));
        var reached = "";
        for (var i = 0; i < spans.Count; i++)
        {
            var span = spans[i];
            var isApart = (i == 0 || Utf8Order.Compare(reached, span.First!) < 0) && (i + 1 == spans.Count || Utf8Order.Compare(span.Last!, spans[i + 1].First!) < 0);
            if (isApart && span.Export is { Keys.Rise: true } export) { lone.Add(export); }
            if (Utf8Order.Compare(span.Last!, reached) > 0) { reached = span.Last!; }
        }

        return lone;
    }

    /// <summary>Between which keys each new export lies, and each other part.</summary>
    private static async Task<List<KeySpan>> SpansAsync(TableIntake intake, PartSet parts)
    {
        var column = intake.Table.Key[0];
        var spans = new List<KeySpan>();
        var own = new HashSet<string>(StringComparer.Ordinal);
        foreach (var export in intake.Taken)
        {
            var files = await Task.WhenAll(export.Parts).ConfigureAwait(false);
            own.UnionWith(files.Select(file => file.Path));
            if (files.Length > 0) { spans.Add(SpanOf(files, column, export)); }
        }

        spans.AddRange(parts.Parts.Where(part => !own.Contains(part.File.Path)).Select(part => SpanOf([part.File], column, export: null)));
        return spans;
    }

    private static KeySpan SpanOf(DataFile[] files, string column, TakenExport? export)
    {
        var bounds = ColumnBounds.Around(Array.ConvertAll(files, file => file.Statistics.Of(column)));
        return new(bounds.Minimum, bounds.Maximum, export);
    }

    /// <summary>The least and the greatest key, as far as the log knows them: no key lies outside.</summary>
    private readonly record struct KeySpan(string? First, string? Last, TakenExport? Export);
}
