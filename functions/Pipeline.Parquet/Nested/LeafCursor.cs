using System.Text.Json;

namespace Pipeline.Parquet.Nested;

/// <summary>The values of a column, without what is absent.</summary>
internal sealed class LeafValues(NestedKind kind)
{
    private readonly List<byte[]> _texts = [];
    private readonly List<long> _numbers = [];

    public NestedKind Kind { get; } = kind;

    public int Count => Kind == NestedKind.Text ? _texts.Count : _numbers.Count;

    public void Add(byte[] text) => _texts.Add(text);

    public void Add(long number) => _numbers.Add(number);

    public void AddFrom(LeafValues other, int index)
    {
        if (Kind == NestedKind.Text) { _texts.Add(other._texts[index]); }
        else { _numbers.Add(other._numbers[index]); }
    }

    public byte[] Text(int index) => _texts[index];

    public void Write(Utf8JsonWriter json, int index)
    {
        switch (Kind)
        {
            case NestedKind.Text: json.WriteStringValue(_texts[index]); break;
            case NestedKind.Boolean: json.WriteBooleanValue(_numbers[index] != 0); break;
            default: json.WriteNumberValue(_numbers[index]); break;
        }
    }
}

/// <summary>Goes through a column's levels and values, entry by entry.</summary>
internal sealed class LeafCursor(Leaf leaf)
{
    private readonly List<byte> _repetitions = [];
    private readonly List<byte> _definitions = [];
    private int _entry;
    private int _value;
    private long _absentRows;

    public LeafValues Values { get; } = new(leaf.Kind);

    /// <summary>Down to which level the entry is there.</summary>
    public int Definition => _absentRows > 0 ? 0 : _entry < _definitions.Count ? _definitions[_entry] : throw TooShort();

    /// <summary>Whether the entry goes on with the record of the one before.</summary>
    public bool GoesOn => _entry < _repetitions.Count && _repetitions[_entry] > 0;

    public bool HasValue => Definition == leaf.MaximumDefinition;

    /// <summary>A column that the file does not have.</summary>
    public static LeafCursor Absent(Leaf leaf, long rowCount) => new(leaf) { _absentRows = rowCount };

    public void AddLevels(int[] repetitions, int[] definitions)
    {
        foreach (var level in repetitions) { _repetitions.Add((byte)level); }
        foreach (var level in definitions) { _definitions.Add((byte)level); }
    }

    public void Skip()
    {
        if (_absentRows > 0) { _absentRows--; }
        else
        {
            if (HasValue) { _value++; }
            _entry++;
        }
    }

    public void WriteValue(Utf8JsonWriter json)
    {
        Values.Write(json, _value);
        Skip();
    }

    public byte[] TakeText()
    {
        var text = HasValue ? Values.Text(_value) : throw TooShort();
        Skip();
        return text;
    }

    private ParquetFormatException TooShort() => new($"column '{string.Join('.', leaf.Path)}' does not fit the rows", 0);
}
