using System.Collections.Immutable;
using Pipeline.Metrics.Reading;

namespace Pipeline.Metrics.Tables;

/// <summary>A text that every series has, or lacks: the distinct texts, and for each series which one.</summary>
/// <param name="Entries">The distinct texts.</param>
/// <param name="CodeOfSeries">The number of a series' text, -1 for null.</param>
internal sealed record SeriesText(Utf8Interner Entries, int[] CodeOfSeries);

/// <summary>The texts of <c>metric_snapshot</c>, coded once for all its parts.</summary>
internal sealed class SeriesTexts(ImmutableArray<PointSeries> series, MetricRun run)
{
    /// <summary>Null reasons by their value less one.</summary>
    public static Utf8Interner Reasons { get; } = One([.. NullReasons.Names.Skip(1)]);

    public SeriesText Metrics { get; } = Of(series, point => point.Metric);

    public SeriesText Dimensions { get; } = Of(series, point => point.Scope.Dimension);

    public SeriesText Members { get; } = Of(series, point => point.Scope.Member);

    public SeriesText Units { get; } = Of(series, point => CatalogTable.UnitName(point.Definition.Unit));

    public SeriesText Currencies { get; } = Of(series, point => point.Currency);

    public int[] Versions { get; } = [.. series.Select(point => point.Definition.Version)];

    public Utf8Interner RunId { get; } = One(run.RunId);

    public Utf8Interner ConfigHash { get; } = One(run.ConfigHash);

    public Utf8Interner InputVersions { get; } = One(run.InputVersions);

    private static Utf8Interner One(params ReadOnlySpan<string> texts)
    {
        var entries = new Utf8Interner();
        foreach (var text in texts) { entries.Intern(text); }
        return entries;
    }

    private static SeriesText Of(ImmutableArray<PointSeries> series, Func<PointSeries, string?> text)
    {
        var entries = new Utf8Interner();
        return new(entries, [.. series.Select(point => text(point) is { } present ? entries.Intern(present) : -1)]);
    }
}
