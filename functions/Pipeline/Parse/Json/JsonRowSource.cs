using System.Globalization;
using System.Text;
using System.Text.Json;
using Pipeline.Model;
using Pipeline.Parse.Reading;

namespace Pipeline.Parse.Json;

/// <summary>Cuts a JSON file into blocks of whole objects.</summary>
internal sealed class JsonRowSource : IRowSource
{
    private readonly Stream _utf8;
    private readonly ParseOptions _options;
    private readonly JsonItems _items = new();
    private readonly JsonNode _root;
    private readonly byte[] _columnLevels;
    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private int _nextRow = 1;
    private bool _isLast;
    private bool _isDone;

    /// <param name="utf8">The file in UTF-8.</param>
    /// <param name="source">Which columns are read.</param>
    /// <param name="options">Sizes.</param>
    public JsonRowSource(Stream utf8, SourceDefinition source, ParseOptions options)
    {
        var columns = JsonColumns.Of(source);
        _utf8 = utf8;
        _options = options;
        var lists = PlanBuilder.NestedLists(source);
        _root = JsonNode.Of(columns, lists);
        _columnLevels = [.. columns.Select(column => (byte)(lists.IndexOf(lists.FirstOrDefault(list => column.StartsWith(list + ".", StringComparison.Ordinal)) ?? "") + 1))];
    }

    public ExportRefused? Refused { get; private set; }

    public async ValueTask<RowWork?> NextAsync(CancellationToken cancellationToken)
    {
        if (_isDone) { return null; }
        try
        {
            var objects = await CollectAsync(cancellationToken).ConfigureAwait(false);
            return objects.Count == 0 ? null : new(_ => Flatten(objects), () => { });
        }
        catch (JsonException exception)
        {
            return Refuse("malformed_json", $"after object {_nextRow - 1} the file is not JSON ({exception.Message}); it may be cut off. Export again");
        }
        catch (DecoderFallbackException)
        {
            return Refuse("wrong_encoding", $"after object {_nextRow - 1} the file has bytes that its encoding does not know; export it again as UTF-8");
        }
    }

    public ValueTask DisposeAsync() => _utf8.DisposeAsync();

    private RowWork? Refuse(string code, string sentence)
    {
        _isDone = true;
        Refused = new(code, sentence);
        return null;
    }

    private async ValueTask<List<JsonObject>> CollectAsync(CancellationToken cancellationToken)
    {
        var objects = new List<JsonObject>();
        var size = 0;
        while (!_isDone && size < _options.BlockBytes)
        {
            var item = Take();
            if (item is not null)
            {
                objects.Add(item);
                size += item.Bytes.Length;
            }
            else if (_isLast)
            {
                _isDone = true;
            }
            else if (_end - _start > _options.RowLimit)
            {
                Refuse("oversize_row", string.Create(CultureInfo.InvariantCulture, $"object {_nextRow} is longer than {_options.RowLimit} bytes; export fewer nested lists"));
            }
            else
            {
                await FillAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        return objects;
    }

    private JsonObject? Take()
    {
        var bytes = _buffer.AsSpan(_start, _end - _start);
        var range = _items.Next(bytes, _isLast, out var isObject);
        var item = range is { } found ? new JsonObject(bytes[found].ToArray(), _nextRow++, isObject) : null;
        _start += _items.Consumed;
        return item;
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        var length = _end - _start;
        var target = length * 2 > _buffer.Length ? new byte[_buffer.Length * 2] : _buffer;
        _buffer.AsSpan(_start, length).CopyTo(target);
        (_buffer, _start, _end) = (target, 0, length);
        var read = await _utf8.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _isLast = read == 0;
        _end += read;
    }

    private RowBlock Flatten(List<JsonObject> objects)
    {
        var flattener = new JsonFlattener(_root, _columnLevels);
        foreach (var item in objects)
        {
            if (item.IsObject) { flattener.Add(item.Bytes, item.Number); }
            else { flattener.AddDefect(item.Bytes, item.Number); }
        }

        return flattener.Build();
    }

    private sealed record JsonObject(byte[] Bytes, int Number, bool IsObject);
}
