using System.Globalization;
using Pipeline.Metrics;
using Pipeline.Model;
using Pipeline.Parquet;
using Pipeline.Testing;

namespace Pipeline.Tests.Metrics;

/// <summary>The tables of one computation, asked by day, metric and member.</summary>
internal sealed class Computed
{
    private readonly Dictionary<string, string> _points = new(StringComparer.Ordinal);

    private Computed(MetricTables tables)
    {
        Tables = tables;
        foreach (var part in tables.Snapshot.Parts) { Read(part.Make(new ColumnArrays())); }
    }

    public MetricTables Tables { get; }

    /// <summary>Every row as a line, in order.</summary>
    public List<string> Lines { get; } = [];

    public static async Task<Computed> OfAsync(InMemoryFacts facts, MetricSettings? settings = null, string today = "2099-12-31", string? asOf = null)
    {
        var request = new DayAxisRequest(asOf is null ? null : Date(asOf), Date(today));
        var run = new MetricRun("run-1", "config-1", "versions-1");
        return new Computed(await MetricEngine.ComputeAsync(facts, settings ?? new MetricSettings(), request, run, TestContext.Current.CancellationToken));
    }

    /// <summary>A point as <c>value</c> or its null reason, its parts, and n: <c>2.5 = 5/2 n2</c>, <c>7 n3</c>, <c>no_data n0</c>; <c>-</c> when there is no row.</summary>
    public string this[string day, string metric, string scope = "all/all"] => _points.GetValueOrDefault($"{day} {metric} {scope}", "-");

    /// <summary>Every row of another table, each a line of values.</summary>
    public static List<string> Rows(MetricTable table)
    {
        var lines = new List<string>();
        foreach (var part in table.Parts)
        {
            var batch = part.Make(new ColumnArrays());
            for (var row = 0; row < batch.RowCount; row++)
            {
                lines.Add(string.Join(" ", batch.Schema.Columns.Select((column, i) => Text(column, batch.Columns[i], row))));
            }
        }

        return lines;
    }

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Text(ColumnSchema schema, Column column, int row)
    {
        if (!column.HasValue(row)) { return "~"; }
        return schema.Type switch
        {
            ColumnType.Text => column.Texts!.RowText(row),
            ColumnType.Date => DayAxis.Date(column.Int32s[row]).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ColumnType.Decimal => (column.Int64s[row] / 10_000m).ToString("0.####", CultureInfo.InvariantCulture),
            ColumnType.Double => column.Doubles[row].ToString("0.######", CultureInfo.InvariantCulture),
            ColumnType.Boolean => column.Booleans[row] != 0 ? "yes" : "no",
            ColumnType.Int32 => column.Int32s[row].ToString(CultureInfo.InvariantCulture),
            _ => column.Int64s[row].ToString(CultureInfo.InvariantCulture),
        };
    }

    private void Read(ColumnBatch batch)
    {
        for (var row = 0; row < batch.RowCount; row++)
        {
            string Get(string name) => Text(batch.Schema.Columns[batch.Schema.IndexOf(name)], batch[name], row);
            var answer = Get("value") == "~" ? Get("null_reason") : Get("value");
            if (Get("denominator") != "~") { answer += $" = {Get("numerator")}/{Get("denominator")}"; }
            _points.Add($"{Get("snapshot_date")} {Get("metric")} {Get("dimension")}/{Get("member")}", $"{answer} n{Get("n")}");
            Lines.Add(string.Join(" ", batch.Schema.Columns.Select(column => Get(column.Name))));
        }
    }
}
