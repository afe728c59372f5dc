using System.Text.Json;

namespace Pipeline.Parse.Json;

/// <summary>Finds the objects of a JSON file in bytes that arrive in pieces.</summary>
/// <remarks>Knows three shapes by their first token: an array of objects, an object whose <c>data</c> is one, and objects one after another.</remarks>
internal sealed class JsonItems
{
    private static readonly JsonReaderOptions Options = new() { AllowMultipleValues = true, MaxDepth = 64 };

    private JsonReaderState _state = new(Options);
    private bool _isInItems;
    private JsonShape? _shape;

    /// <summary>How many bytes of what was given are done with.</summary>
    public int Consumed { get; private set; }

    /// <summary>Start and length of the next object in <paramref name="bytes"/>, or <see langword="null"/> when more bytes are needed or none are left.</summary>
    /// <param name="bytes">The bytes from the last call's <see cref="Consumed"/> on.</param>
    /// <param name="isLast">Whether the file ends with them.</param>
    /// <param name="isObject">Whether it is an object; other values have no columns.</param>
    /// <exception cref="JsonException">The bytes are not JSON.</exception>
    public Range? Next(ReadOnlySpan<byte> bytes, bool isLast, out bool isObject)
    {
        Consumed = 0;
        isObject = false;
        var reader = new Utf8JsonReader(bytes, isLast, _state);
        while (true)
        {
            // A value that is not whole yet is read again from its start once there is more of it.
            var (state, consumed) = (reader.CurrentState, (int)reader.BytesConsumed);
            if (!reader.Read() || !TryStep(ref reader, out var item))
            {
                (_state, Consumed) = (state, consumed);
                return null;
            }

            if (item is not { } start) { continue; }
            isObject = reader.TokenType == JsonTokenType.EndObject;
            (_state, Consumed) = (reader.CurrentState, (int)reader.BytesConsumed);
            return start..Consumed;
        }
    }

    /// <summary>Takes the token that was read.</summary>
    /// <returns><see langword="false"/> when the value that it starts is not whole.</returns>
    private bool TryStep(ref Utf8JsonReader reader, out int? item)
    {
        item = null;
        if (_shape is null) { return TryStart(ref reader, out item); }
        if (_isInItems || _shape == JsonShape.Sequence)
        {
            if (reader.TokenType == JsonTokenType.EndArray)
            {
                _isInItems = false;
                return true;
            }

            item = (int)reader.TokenStartIndex;
            return reader.TrySkip();
        }

        if (reader.TokenType != JsonTokenType.PropertyName) { return true; }
        return reader.ValueTextEquals("data"u8) ? TryEnter(ref reader) : reader.TrySkip();
    }

    private bool TryStart(ref Utf8JsonReader reader, out int? item)
    {
        item = null;
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            (_shape, _isInItems) = (JsonShape.Array, true);
            return true;
        }

        var isList = reader.TokenType == JsonTokenType.StartObject ? IsList(reader) : false;
        if (isList is null) { return false; }
        if (isList == true)
        {
            _shape = JsonShape.List;
            return true;
        }

        item = (int)reader.TokenStartIndex;
        if (!reader.TrySkip()) { return false; }
        _shape = JsonShape.Sequence;
        return true;
    }

    /// <summary>Whether the object has an array <c>data</c>; <see langword="null"/> when the bytes do not show it.</summary>
    private static bool? IsList(Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isData = reader.ValueTextEquals("data"u8);
            if (!reader.Read()) { return null; }
            if (isData && reader.TokenType == JsonTokenType.StartArray) { return true; }
            if (!reader.TrySkip()) { return null; }
        }

        return reader.TokenType == JsonTokenType.EndObject ? false : null;
    }

    private bool TryEnter(ref Utf8JsonReader reader)
    {
        if (!reader.Read()) { return false; }
        _isInItems = reader.TokenType == JsonTokenType.StartArray;
        return _isInItems || reader.TrySkip();
    }
}
