using Pipeline.Metrics.Reading;
using Pipeline.Model;

namespace Pipeline.Metrics.Series;

/// <summary>Customers by the day on which they became one, and by the channel they came through.</summary>
internal sealed class AcquisitionSeries
{
    private readonly SortedDictionary<string, DaySeries> _byChannel = new(StringComparer.Ordinal);

    private AcquisitionSeries(TableCoverage input) => Input = input;

    /// <summary>The table that decides who is a customer.</summary>
    public TableCoverage Input { get; }

    public IReadOnlyDictionary<string, DaySeries> ByChannel => _byChannel;

    public DaySeries Total { get; } = new();

    /// <summary>Customers of paid channels.</summary>
    public DaySeries Paid { get; } = new();

    /// <param name="input">The table that decides who is a customer.</param>
    /// <param name="count">How many numbers there are.</param>
    /// <param name="acquired">The day on which a number became a customer; <see cref="int.MaxValue"/> for never.</param>
    /// <param name="channel">The channel of a number.</param>
    /// <param name="settings">Which channels are paid.</param>
    public static AcquisitionSeries Of(TableCoverage input, int count, Func<int, int> acquired, Func<int, string> channel, MetricSettings settings)
    {
        var series = new AcquisitionSeries(input);
        (string? Name, DaySeries Days) last = (null, series.Total);
        for (var customer = 0; customer < count; customer++)
        {
            var day = acquired(customer);
            if (day == int.MaxValue) { continue; }
            var name = channel(customer);
            // Many come through the channel that the one before them came through.
            if (!ReferenceEquals(name, last.Name)) { last = (name, series.Member(name)); }
            last.Days.Count(day);
        }

        series.AddUp(settings);
        return series;
    }

    /// <summary>The same where nothing is known of customers but the days on which they became one: all have the channel of those without a label.</summary>
    public static AcquisitionSeries OfUnknown(TableCoverage input, DaySeries acquired, MetricSettings settings)
    {
        var series = new AcquisitionSeries(input);
        if (!acquired.IsEmpty) { series._byChannel[ChannelColumn.Unattributed] = acquired; }
        series.AddUp(settings);
        return series;
    }

    private void AddUp(MetricSettings settings)
    {
        foreach (var (name, days) in _byChannel)
        {
            Total.Add(days);
            if (settings.PaidChannels.Contains(name)) { Paid.Add(days); }
        }
    }

    private DaySeries Member(string channel)
    {
        if (!_byChannel.TryGetValue(channel, out var days)) { _byChannel[channel] = days = new DaySeries(); }
        return days;
    }
}
