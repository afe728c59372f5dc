using System.Collections.Immutable;
using System.Globalization;
using Pipeline.Model;
using Pipeline.Parquet;

namespace Pipeline.Testing.Metrics;

/// <summary>What the checks run on: settings, and facts under the names of their tables.</summary>
/// <param name="Settings">The settings that the metrics were computed with.</param>
/// <param name="AsOf">The as-of day, or <see langword="null"/> for the default of the conventions.</param>
/// <param name="Today">The business day on which the metrics were computed.</param>
public sealed record CheckDatabase(MetricSettings Settings, DateOnly? AsOf, DateOnly Today)
{
    /// <summary>The Parquet files of each fact table. A table without files is empty.</summary>
    public ImmutableDictionary<string, ImmutableArray<string>> Facts { get; init; } = ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>Statements that put rows into tables without files, before anything is derived from them.</summary>
    public ImmutableArray<string> Inserts { get; init; } = [];

    /// <summary>All statements that must have run before a check can.</summary>
    public IEnumerable<string> Statements() =>
        [.. SettingsTables(), .. FactTableCatalog.All.Select(FactRelation), .. Inserts, .. CheckScripts.Preludes];

    /// <summary>A relation with the columns of <paramref name="schema"/>: a view over files, or an empty table where there are none.</summary>
    internal static string Relation(string name, TableSchema schema, ImmutableArray<string> files) => files.IsDefaultOrEmpty
        ? $"CREATE TABLE \"{name}\" ({string.Join(", ", schema.Columns.Select(column => $"\"{column.Name}\" {TypeOf(column)}"))})"
        : $"CREATE VIEW \"{name}\" AS FROM read_parquet([{string.Join(", ", files.Select(Quoted))}])";

    private static string TypeOf(ColumnSchema column) => column.Type switch
    {
        ColumnType.Boolean => "BOOLEAN",
        ColumnType.Int32 => "INTEGER",
        ColumnType.Int64 => "BIGINT",
        ColumnType.Double => "DOUBLE",
        ColumnType.Text => "VARCHAR",
        ColumnType.Date => "DATE",
        ColumnType.Timestamp => "TIMESTAMPTZ",
        ColumnType.Decimal => string.Create(CultureInfo.InvariantCulture, $"DECIMAL({column.Precision},{column.Scale})"),
        _ => throw new ArgumentOutOfRangeException(nameof(column), column.Type, "not a type of column"),
    };

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Day(DateOnly? day) => day is { } value ? $"DATE '{value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}'" : "CAST(NULL AS DATE)";

    private static string Words(string table, string column, IEnumerable<string> words) =>
        $"CREATE TABLE {table} AS SELECT unnest(CAST([{string.Join(", ", words.Select(Quoted))}] AS VARCHAR[])) AS {column}";

    private string FactRelation(FactTable table) => Relation(table.Name, table.Schema, Facts.GetValueOrDefault(table.Name));

    private IEnumerable<string> SettingsTables()
    {
        var policy = Settings.FxPolicy == FxPolicy.CurrentRate ? "current_rate" : "service_period_start";
        var acquiredBy = Settings.AcquiredBy switch
        {
            AcquiredBy.Subscription => "subscription",
            AcquiredBy.Invoice => "invoice",
            AcquiredBy.Opportunity => "opportunity",
            _ => "auto",
        };
        yield return string.Create(CultureInfo.InvariantCulture, $"""
            CREATE TABLE settings AS SELECT {Quoted(Settings.ReportingCurrency)} AS reporting_currency, {Quoted(Settings.ReportingTimeZone.Id)} AS time_zone,
              '{policy}' AS fx_policy, CAST('{Settings.GrossMargin}' AS DECIMAL(18,4)) AS gross_margin, '{acquiredBy}' AS acquired_by,
              {Settings.AcquisitionLagDays} AS lag_days, {Day(AsOf)} AS as_of, {Day(Today)} AS today
            """);
        yield return Words("blended_costs", "cost_type", Settings.BlendedCosts);
        yield return Words("loaded_costs", "cost_type", Settings.LoadedCosts);
        yield return Words("paid_channels", "channel", Settings.PaidChannels);
        yield return $"CREATE TABLE channels (label VARCHAR, channel VARCHAR)";
        foreach (var (label, channel) in Settings.Channels) { yield return $"INSERT INTO channels VALUES ({Quoted(label)}, {Quoted(channel)})"; }
    }
}
