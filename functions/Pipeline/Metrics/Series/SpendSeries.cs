using System.Collections.Immutable;
using Pipeline.Metrics.Kept;
using Pipeline.Metrics.Reading;
using Pipeline.Model;

namespace Pipeline.Metrics.Series;

/// <summary>What acquisition cost on each day, by channel, cost type and currency.</summary>
internal sealed class SpendSeries : IKeptSeries
{
    /// <summary>The cost type of advertising itself.</summary>
    public const string Media = "media";

    private readonly Dictionary<(int Channel, int Type, int Currency), Cell> _cells = [];
    private readonly CurrencyColumn _currencies;
    private readonly ChannelColumn _channels;
    private readonly Utf8Interner _types = new();
    private readonly int _limit;

    private SpendSeries(FactContext context)
    {
        _currencies = new CurrencyColumn(context.Fx);
        _channels = new ChannelColumn(context.Settings);
        _limit = context.Limit;
        Limits = new LimitWindow(context.Limit);
    }

    public TableCoverage Coverage { get; } = new();

    public LimitWindow Limits { get; }

    public IEnumerable<string> Foreign => _currencies.Foreign;

    public int RatesThrough => Coverage.Last;

    public static async Task<SpendSeries> ReadAsync(FactContext context, CancellationToken cancellationToken)
    {
        var series = new SpendSeries(context);
        await KeptScan.ReadAsync(
            context, FactTables.MarketingSpendDaily, ["spend_date", "channel", "cost_type", "cost", "currency"], (series, () => new SpendSeries(context)), cancellationToken).ConfigureAwait(false);
        return series;
    }

    /// <summary>Media cost by channel, in the reporting currency.</summary>
    public IReadOnlyDictionary<string, DaySeries> MediaByChannel() => Sum([Media], key => _channels[key.Channel], cell => cell.Converted);

    /// <summary>Media cost by currency, each in its own.</summary>
    public IReadOnlyDictionary<string, DaySeries> MediaByCurrency() => Sum([Media], key => _currencies[key.Currency].Currency, cell => cell.Native);

    /// <summary>The cost of the given types together, in the reporting currency.</summary>
    public DaySeries Cost(ImmutableArray<string> types) =>
        Sum(types, _ => "all", cell => cell.Converted).GetValueOrDefault("all") ?? new DaySeries();

    public void Save(KeptWriter writer)
    {
        Coverage.Save(writer);
        writer.Write(_cells.Count);
        foreach (var (key, cell) in _cells)
        {
            writer.WriteText(_channels[key.Channel]);
            writer.WriteText(_types.Text(key.Type));
            writer.WriteText(_currencies[key.Currency].Currency);
            cell.Native.Save(writer);
            cell.Converted.Save(writer);
        }
    }

    public void Add(KeptReader reader)
    {
        Coverage.Add(reader);
        for (var left = reader.Read<int>(); left > 0; left--)
        {
            var (channel, type) = (_channels.Number(reader.ReadText()), _types.Intern(reader.ReadText()));
            var cell = CellOf((channel, type, _currencies.Number(reader.ReadText())));
            cell.Native.Add(reader);
            cell.Converted.Add(reader);
        }
    }

    private SortedDictionary<string, DaySeries> Sum(
        ImmutableArray<string> types, Func<(int Channel, int Type, int Currency), string> member, Func<Cell, DaySeries> days)
    {
        var sums = new SortedDictionary<string, DaySeries>(StringComparer.Ordinal);
        foreach (var (key, cell) in _cells)
        {
            if (!types.Contains(_types.Text(key.Type), StringComparer.Ordinal)) { continue; }
            if (!sums.TryGetValue(member(key), out var sum)) { sums[member(key)] = sum = new DaySeries(); }
            sum.Add(days(cell));
        }

        return sums;
    }

    public void Take(FactRows rows)
    {
        int[] channels = rows.Rent(), types = rows.Rent(), currencies = rows.Rent();
        _channels.Map(rows[1], channels);
        _types.Intern(rows[2], types);
        _currencies.Map(rows[4], currencies);
        var days = rows[0].Int32s;
        var costs = rows[3].Int64s;
        (int, int, int) last = (-1, -1, -1);
        Cell? cell = null;
        for (var row = 0; row < rows.Count; row++)
        {
            if (rows.IsDeleted(row)) { continue; }
            Coverage.Note(days[row]);
            Limits.Note(days[row]);
            if (days[row] > _limit) { continue; }
            var key = (channels[row], types[row], currencies[row]);
            if (cell is null || key != last)
            {
                last = key;
                cell = CellOf(key);
            }

            cell.Add(days[row], costs[row]);
        }

        FactRows.Return(channels, types, currencies);
    }

    private Cell CellOf((int Channel, int Type, int Currency) key)
    {
        if (!_cells.TryGetValue(key, out var cell)) { _cells[key] = cell = new Cell(_currencies[key.Currency]); }
        return cell;
    }

    private sealed class Cell(CurrencyRates rates)
    {
        public DaySeries Native { get; } = new();

        public DaySeries Converted { get; } = new();

        public void Add(int day, long cost)
        {
            Native.Add(day, Exact.FromMillionths(cost));
            if (rates.TryConvert(cost, day, out var amount)) { Converted.Add(day, amount); }
            else { Converted.AddMissing(day); }
        }
    }
}
