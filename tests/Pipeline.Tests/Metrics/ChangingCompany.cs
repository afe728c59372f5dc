using System.Collections.Immutable;
using Pipeline.Metrics;
using Pipeline.Model;
using Pipeline.Parquet;
using Pipeline.Testing.Metrics;

namespace Pipeline.Tests.Metrics;

/// <summary>A random company whose lake changes from run to run in every way that a lake can: new files, changed and deleted rows, joined files, rates, settings, days.</summary>
internal sealed class ChangingCompany
{
    private static readonly string[] Optional = ["customer", "lifecycle_event", "invoice_line", "opportunity_stage_history", "subscription", "credit_refund"];
    private static readonly string[] Telling =
    [
        "opportunity_id", "status", "created_at", "close_date", "amount", "currency", "lead_source", "is_deleted", "converted_date", "is_converted", "source", "customer_id", "issued_date",
        "total", "service_end", "entered_at", "lead_id", "spend_date", "cost", "rate", "rate_date",
    ];

    private readonly Random _random;
    private readonly SortedDictionary<string, ColumnBatch> _waiting = new(StringComparer.Ordinal);
    private DateOnly _today;
    private DateOnly? _asOf;
    private int _settings;

    public ChangingCompany(int seed)
    {
        var company = RandomCompany.Create(seed);
        _random = new Random(seed);
        (_today, _asOf, Settings) = (company.Today, company.AsOf, company.Settings);
        // Half of the companies have none of those tables, so that invoices make customers and all is kept.
        var isPlain = Chance(0.5);
        if (isPlain) { Settings = Settings with { AcquiredBy = AcquiredBy.Auto }; }
        var (files, share) = Chance(0.5) ? (_random.Next(12, 25), 0.07) : (_random.Next(1, 5), 0.3);
        foreach (var (table, rows) in company.Facts)
        {
            // Much of what tables say to each other makes a difference only where some of them are missing.
            if (Optional.Contains(table, StringComparer.Ordinal) && (isPlain || Chance(0.6))) { continue; }
            _waiting.Add(table, rows);
            for (var file = 0; file < files; file++) { Arrive(table, share); }
        }
    }

    public PartedFacts Facts { get; } = new();

    public MetricSettings Settings { get; private set; }

    public DayAxisRequest Days => new(_asOf, _today);

    /// <summary>Names the settings: others have another.</summary>
    public string ConfigHash => $"settings {_settings}";

    /// <summary>Lets some things happen.</summary>
    public void Change()
    {
        foreach (var table in _waiting.Keys.ToArray())
        {
            if (Chance(0.4)) { Arrive(table, 0.1); }
            if (Chance(0.2)) { Facts.Rewrite(table, rows => Chance(0.5) ? null : Without(rows)); }
            if (Chance(0.3)) { Facts.Rewrite(table, rows => Chance(0.5) ? null : Mixed(rows)); }
            if (Chance(0.1)) { Facts.Join(table, static (one, other) => BatchJoin.Of(one.Schema, [one, other])); }
        }

        if (Chance(0.3)) { _today = _today.AddDays(_random.Next(-20, 60)); }
        if (Chance(0.2)) { _asOf = Chance(0.5) ? null : _today.AddDays(_random.Next(-90, 60)); }
        if (Chance(0.1)) { (Settings, _settings) = (Settings with { AcquiredBy = (AcquiredBy)_random.Next(4), PaidChannels = ["facebook"] }, _settings + 1); }
    }

    private bool Chance(double share) => _random.NextDouble() < share;

    /// <summary>Some of the rows that are still to come arrive in a file.</summary>
    private void Arrive(string table, double share)
    {
        var isHere = Rows(_waiting[table]).ToLookup(_ => Chance(share));
        Facts.Add(table, RowSelection.Take(_waiting[table], [.. isHere[true]]));
        _waiting[table] = RowSelection.Take(_waiting[table], [.. isHere[false]]);
    }

    private ColumnBatch Without(ColumnBatch rows) => RowSelection.Take(rows, [.. Rows(rows).Where(_ => !Chance(0.1))]);

    /// <summary>In some column some rows change values with each other.</summary>
    private ColumnBatch Mixed(ColumnBatch rows)
    {
        var order = Rows(rows).ToArray();
        for (var i = _random.Next(1, 6); i > 0; i--)
        {
            var (one, other) = (_random.Next(order.Length), _random.Next(order.Length));
            (order[one], order[other]) = (order[other], order[one]);
        }

        int[] columns = [.. Telling.Select(name => rows.Schema.IndexOf(name)).Where(index => index >= 0)];
        var column = columns[_random.Next(columns.Length)];
        return new(rows.Schema, rows.Columns.SetItem(column, RowSelection.Take(rows, order).Columns[column]), rows.RowCount);
    }

    private static IEnumerable<int> Rows(ColumnBatch rows) => Enumerable.Range(0, rows.RowCount);
}
