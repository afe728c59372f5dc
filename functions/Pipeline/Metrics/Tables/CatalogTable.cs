using Pipeline.Parquet;
using static Pipeline.Metrics.Tables.TableColumns;

namespace Pipeline.Metrics.Tables;

/// <summary><c>_catalog</c>: what every published id means.</summary>
internal static class CatalogTable
{
    public const string Name = "_catalog";

    public static TableSchema Schema { get; } = new(
    [
        Text("metric"), Integer("version"), Text("title"), Text("unit"), Text("kind"), Text("dimensions"), Text("inputs"), Text("formula"), Text("authority"),
    ]);

    public static string UnitName(MetricUnit unit) => unit switch
    {
        MetricUnit.Money => "money",
        MetricUnit.Count => "count",
        MetricUnit.Ratio => "ratio",
        MetricUnit.Days => "days",
        _ => "months",
    };

    public static string KindName(MetricKind kind) => kind switch
    {
        MetricKind.Flow => "flow",
        MetricKind.Level => "level",
        MetricKind.RatioOfFlows => "ratio of flows",
        MetricKind.Comparison => "comparison",
        _ => "cohort",
    };

    public static ColumnBatch Batch()
    {
        var texts = new TextColumn[Schema.Columns.Length];
        for (var i = 0; i < texts.Length; i++) { texts[i] = new TextColumn(); }
        var versions = new NumberColumn<int>();
        foreach (var (window, definition) in MetricCatalog.All
            .SelectMany(metric => metric.Definition.Windows.Select(window => (window, metric.Definition)))
            .OrderBy(pair => pair.window.Id, StringComparer.Ordinal))
        {
            string[] row =
            [
                window.Id, "", Title(definition, window), UnitName(definition.Unit), KindName(definition.Kind), string.Join(", ", definition.By.Insert(0, "all")),
                string.Join(", ", definition.Inputs.Select(table => table.Name)), definition.Formula, definition.Authority,
            ];
            versions.Add(definition.Version);
            for (var i = 0; i < row.Length; i++) { texts[i].Add(row[i]); }
        }

        return new ColumnBatch(
            Schema, [.. texts.Select((text, i) => i == 1 ? versions.Build(Column.OfInt32s) : text.Build())], versions.Count);
    }

    private static string Title(MetricDefinition definition, MetricWindow window) =>
        window.Days == 1 ? definition.Title : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{definition.Title}, {window.Days} days");
}
