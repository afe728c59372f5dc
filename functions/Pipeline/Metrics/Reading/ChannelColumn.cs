using System.Text;
using Pipeline.Model;
using Pipeline.Parquet;

namespace Pipeline.Metrics.Reading;

/// <summary>The channels of one table's source labels, as numbers.</summary>
internal sealed class ChannelColumn
{
    /// <summary>The channel of what has no label.</summary>
    public const string Unattributed = "unattributed";

    private readonly MetricSettings _settings;
    private readonly Utf8Interner _labels = new();
    private readonly List<int> _channelOfLabel = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal) { [Unattributed] = 1 };

    // Number 0 has no label; number 1 has one that says nothing. Both have the same name.
    private readonly List<string> _names = [Unattributed, Unattributed];

    public ChannelColumn(MetricSettings settings) => _settings = settings;

    /// <summary>The name of a channel; number 0 is that of rows without a label.</summary>
    public string this[int id] => _names[id];

    /// <summary>Writes the channel number of every row.</summary>
    public void Map(Column column, Span<int> ids)
    {
        _labels.Intern(column, ids);
        while (_channelOfLabel.Count < _labels.Count)
        {
            var label = _labels.Text(_channelOfLabel.Count);
            _channelOfLabel.Add(string.IsNullOrWhiteSpace(label) ? 0 : Number(Of(label, _settings)));
        }

        for (var row = 0; row < column.Count; row++) { ids[row] = ids[row] < 0 ? 0 : _channelOfLabel[ids[row]]; }
    }

    /// <summary>The channel of a source label.</summary>
    public static string Of(string label, MetricSettings settings)
    {
        var plain = label.Trim().ToLowerInvariant();
        if (settings.Channels.TryGetValue(plain, out var channel)) { return channel; }
        var name = new StringBuilder(plain.Length);
        foreach (var letter in plain)
        {
            if (letter is (>= 'a' and <= 'z') or (>= '0' and <= '9')) { name.Append(letter); }
            else if (name.Length > 0 && name[^1] != '_') { name.Append('_'); }
        }

        while (name.Length > 0 && name[^1] == '_') { name.Length--; }
        return name.Length == 0 ? Unattributed : name.ToString();
    }

    /// <summary>For each channel its name, by number.</summary>
    public IReadOnlyCollection<string> Names => _names;

    /// <summary>The number of a channel.</summary>
    public int Number(string channel)
    {
        if (!_numbers.TryGetValue(channel, out var number))
        {
            _numbers[channel] = number = _names.Count;
            _names.Add(channel);
        }

        return number;
    }
}
