using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;

namespace Pipeline.Parse.Json;

/// <summary>Writes JSON objects as rows: one for the object, one for each item of the nested lists that are read as rows.</summary>
/// <remarks>
/// A list that is not read as rows is one value: the sum of its whole numbers, otherwise its first value. That is what a total over taxes or discounts needs.
/// </remarks>
/// <param name="root">What is read.</param>
/// <param name="columnLevels">For each column the level of the list in whose items it lies, otherwise 0.</param>
internal sealed class JsonFlattener(JsonNode root, byte[] columnLevels)
{
    private readonly RowBlockWriter _writer = new(columnLevels.Length);
    private readonly List<byte> _levels = [];
    private readonly List<int> _parents = [];
    private readonly List<(byte Level, byte[]?[] Cells)> _items = [];
    private byte[]?[] _cells = new byte[]?[columnLevels.Length];
    private int _inputRows;
    private int _truncatedLists;

    /// <summary>Adds one object.</summary>
    public void Add(ReadOnlySpan<byte> item, int number)
    {
        _inputRows++;
        _items.Clear();
        Array.Clear(_cells);
        var reader = new Utf8JsonReader(item, new JsonReaderOptions { MaxDepth = 64 });
        reader.Read();
        ReadObject(ref reader, root);
        var parent = _writer.Rows;
        Write(_cells, null, 0, parent, number);
        foreach (var (level, cells) in _items) { Write(cells, _cells, level, parent, number); }
    }

    /// <summary>Adds a value that is no object.</summary>
    public void AddDefect(ReadOnlySpan<byte> value, int number)
    {
        _inputRows++;
        var text = System.Text.Encoding.UTF8.GetString(value[..Math.Min(value.Length, 200)]);
        _writer.Defects.Add(new(number, "not_an_object", "the list holds a value that is not an object; export again", text, text));
    }

    public RowBlock Build() => _writer.Build(_inputRows, [.. _levels], [.. _parents], _truncatedLists);

    private void Write(byte[]?[] cells, byte[]?[]? around, byte level, int parent, int number)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            // What one item lacks is blank, and not what its brothers sum to in the row around them.
            _writer.Add(cells[i] ?? (level == columnLevels[i] ? null : around?[i]));
        }

        _writer.EndRow(number);
        _levels.Add(level);
        _parents.Add(parent);
    }

    private void ReadObject(ref Utf8JsonReader reader, JsonNode node)
    {
        var (hasList, hasMore) = (false, false);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var child = reader.ValueIsEscaped ? null : node.Find(reader.ValueSpan);
            var saysMore = reader.ValueTextEquals("has_more"u8);
            reader.Read();
            hasMore |= saysMore && reader.TokenType == JsonTokenType.True;
            hasList |= child?.Items is not null;
            if (child is null) { reader.Skip(); }
            else { ReadValue(ref reader, child); }
        }

        _truncatedLists += hasList && hasMore ? 1 : 0;
    }

    private void ReadValue(ref Utf8JsonReader reader, JsonNode node)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                ReadObject(ref reader, node);
                break;
            case JsonTokenType.StartArray when node.Items is not null:
                ReadItems(ref reader, node.Items);
                break;
            case JsonTokenType.StartArray:
                reader.Skip();
                break;
            case JsonTokenType.Null:
                break;
            default:
                if (node.Column >= 0) { Put(ref reader, node.Column); }
                break;
        }
    }

    private void ReadItems(ref Utf8JsonReader reader, JsonNode items)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                ReadValue(ref reader, items);
                continue;
            }

            if (items.Level == 0)
            {
                ReadObject(ref reader, items);
                continue;
            }

            // The item is a row of its own, and adds to the sums of the row around it.
            var start = reader;
            ReadObject(ref start, items);
            var around = _cells;
            _cells = new byte[]?[columnLevels.Length];
            ReadObject(ref reader, items);
            _items.Add((items.Level, _cells));
            _cells = around;
        }
    }

    private void Put(ref Utf8JsonReader reader, int column)
    {
        var value = reader.TokenType switch
        {
            JsonTokenType.String => reader.ValueIsEscaped ? System.Text.Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan.ToArray(),
            JsonTokenType.True => "true"u8.ToArray(),
            JsonTokenType.False => "false"u8.ToArray(),
            _ => reader.ValueSpan.ToArray(),
        };
        var known = _cells[column];
        _cells[column] = known is null ? value : reader.TokenType == JsonTokenType.Number ? Sum(known, value) : known;
    }

    private static byte[] Sum(byte[] known, byte[] value) =>
        Utf8Parser.TryParse(known, out long first, out var used) && used == known.Length && Utf8Parser.TryParse(value, out long second, out used) && used == value.Length
            ? System.Text.Encoding.UTF8.GetBytes((first + second).ToString(CultureInfo.InvariantCulture))
            : known;
}
