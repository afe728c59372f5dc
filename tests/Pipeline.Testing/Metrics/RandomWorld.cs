using System.Globalization;
using Pipeline.Model;
using Pipeline.Parquet;

namespace Pipeline.Testing.Metrics;

/// <summary>What the parts of a random company share: dice, names, currencies, and the tables they fill.</summary>
internal sealed class RandomWorld(Dice dice, int customers, string reportingCurrency)
{
    private readonly Dictionary<FactTable, List<(string Column, object? Value)[]>> _tables = [];
    private readonly string[] _currencies = Currencies(dice, reportingCurrency);

    public Dice Dice => dice;

    public int Customers => customers;

    public string ReportingCurrency => reportingCurrency;

    /// <summary>Every table that was touched, in the order in which it was.</summary>
    public IEnumerable<(string Table, ColumnBatch Rows)> Batches() => _tables.Select(table => (table.Key.Name, FactRows.Of(table.Key, [.. table.Value])));

    /// <summary>A currency; one that nobody quotes is seldom.</summary>
    public string Currency() => dice.Pick<string>(_currencies);

    public IEnumerable<string> ForeignCurrencies => _currencies.Distinct(StringComparer.Ordinal).Where(currency => currency != reportingCurrency && currency != "XTS");

    public string? Label() => dice.Pick("Paid Search", " google ads ", "Facebook", "Organic Search", "LinkedIn", "Webinar 2024!", "Pärtner - Référral", "???", "", "  ", null, "Bing");

    public string Customer() => Id("c", dice.Between(1, customers));

    public string Account() => Id("a", dice.Between(1, customers + 5));

    public static string Id(string prefix, int number) => prefix + number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Adds a row that a later export may have dropped.</summary>
    public void Add(FactTable table, Dictionary<string, object?> values, double deletedShare = 0.03)
    {
        values[Envelope.SnapshotAt] = dice.Instant(dice.Chance(0.8) ? dice.LastDay.AddDays(-5) : dice.Day());
        if (dice.Chance(deletedShare))
        {
            values[Envelope.IsDeleted] = true;
            values[Envelope.DeletedAt] = dice.Maybe(dice.Instant(), 0.1);
        }

        if (!_tables.TryGetValue(table, out var rows)) { _tables.Add(table, rows = []); }
        rows.Add([.. values.Select(value => (value.Key, Written(value.Value)))]);
    }

    private static object? Written(object? value) => value switch
    {
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset instant => instant.ToString("O", CultureInfo.InvariantCulture),
        _ => value,
    };

    private static string[] Currencies(Dice dice, string reporting)
    {
        var other = string.Equals(reporting, "USD", StringComparison.Ordinal) ? "EUR" : "USD";
        string[] common = dice.Pick(0, 1, 2, 2) switch
        {
            0 => [reporting],
            1 => [reporting, reporting, other],
            _ => [reporting, other, "JPY"],
        };
        return dice.Chance(0.2) ? [.. common, .. common, .. common, .. common, "XTS"] : common;
    }
}
