using System.Collections.Immutable;
using Pipeline.Model;
using Pipeline.Parquet;

namespace Pipeline.Testing.Metrics;

/// <summary>The facts of a small company that never was, full of everything that goes wrong in exports. One seed, one company.</summary>
public sealed record RandomCompany
{
    public required int Seed { get; init; }

    public required MetricSettings Settings { get; init; }

    /// <summary>The as-of day, or <see langword="null"/> for the default.</summary>
    public required DateOnly? AsOf { get; init; }

    public required DateOnly Today { get; init; }

    /// <summary>The rows of every table that exists, by table name.</summary>
    public required ImmutableSortedDictionary<string, ColumnBatch> Facts { get; init; }

    public static RandomCompany Create(int seed)
    {
        var shape = new Dice(seed, new DateOnly(2023, 1, 1), 500);
        var dice = new Dice(seed + 1_000_000, shape.Day(), shape.Pick(60, 130, 300, 420, 500, 800, 1096));
        var world = new RandomWorld(dice, customers: shape.Between(20, shape.Pick(40, 120, 200)), reportingCurrency: shape.Pick("USD", "USD", "EUR"));
        RandomMarketing.Add(world);
        RandomSales.Add(world);
        RandomSubscriptions.Add(world);
        RandomInvoices.Add(world);
        var span = dice.LastDay.DayNumber - dice.FirstDay.DayNumber;
        return new()
        {
            Seed = seed,
            Settings = SettingsOf(shape, world.ReportingCurrency),
            AsOf = shape.Chance(0.3) ? dice.FirstDay.AddDays(shape.Between(2 * span / 3, 4 * span / 3)) : null,
            Today = dice.LastDay.AddDays(shape.Pick(-3, 0, 1, 30)),
            Facts = world.Batches().Where(_ => !shape.Chance(0.13)).ToImmutableSortedDictionary(rows => rows.Table, rows => rows.Rows, StringComparer.Ordinal),
        };
    }

    private static MetricSettings SettingsOf(Dice shape, string reportingCurrency)
    {
        var settings = new MetricSettings
        {
            ReportingCurrency = reportingCurrency,
            ReportingTimeZone = TimeZoneInfo.FindSystemTimeZoneById(shape.Pick("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe")),
            FxPolicy = shape.Chance(0.7) ? FxPolicy.ServicePeriodStart : FxPolicy.CurrentRate,
            GrossMargin = shape.Pick(0.8m, 0.7345m, 1m),
            AcquiredBy = shape.Pick(AcquiredBy.Auto, AcquiredBy.Auto, AcquiredBy.Subscription, AcquiredBy.Invoice, AcquiredBy.Opportunity),
            AcquisitionLagDays = shape.Pick(0, 0, 0, 14),
        };
        return shape.Chance(0.8) ? settings : settings with { BlendedCosts = ["media"], LoadedCosts = ["media", "people"] };
    }
}
