using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Pipeline.Parse.Declared;

/// <summary>An object of a declaration. Remembers which keys were asked for, so that those nobody knows can be named.</summary>
internal sealed class DeclaredObject
{
    private readonly JsonElement _element;
    private readonly List<DeclarationProblem> _problems;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public DeclaredObject(JsonElement element, string path, List<DeclarationProblem> problems)
    {
        Path = path;
        _problems = problems;
        _element = element;
        if (element.ValueKind != JsonValueKind.Object) { Complain("", "must be an object"); }
    }

    public string Path { get; }

    public void Complain(string key, string sentence) => _problems.Add(new(key.Length == 0 ? Path : $"{Path}.{key}", sentence));

    /// <summary>A text that must be there.</summary>
    public string Require(string key)
    {
        var text = Text(key);
        if (text is null or "") { Complain(key, "is missing"); }
        return text ?? "";
    }

    public string? Text(string key)
    {
        if (Get(key) is not { } value) { return null; }
        if (value.ValueKind == JsonValueKind.String) { return value.GetString(); }
        Complain(key, "must be a text");
        return null;
    }

    public bool Flag(string key)
    {
        if (Get(key) is not { } value) { return false; }
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) { Complain(key, "must be true or false"); }
        return value.ValueKind == JsonValueKind.True;
    }

    public int Number(string key, int otherwise)
    {
        if (Get(key) is not { } value) { return otherwise; }
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)) { return number; }
        Complain(key, "must be a whole number");
        return otherwise;
    }

    /// <summary>One of the names of <paramref name="choices"/>.</summary>
    public T Choice<T>(string key, T otherwise, params ReadOnlySpan<(string Name, T Value)> choices)
    {
        if (Text(key) is not { } text) { return otherwise; }
        var names = new List<string>();
        foreach (var (name, value) in choices)
        {
            if (name == text) { return value; }
            names.Add(name);
        }

        Complain(key, $"'{text}' is not one of {string.Join(", ", names)}");
        return otherwise;
    }

    /// <summary>One text or a list of texts.</summary>
    public ImmutableArray<string> Texts(string key) => Get(key) is { } value ? Texts(value, key) : [];

    /// <summary>Names of one column: a text or a list of texts.</summary>
    public Header Header(string key) => Parse.Header.Create(Texts(key).AsSpan());

    /// <summary>A list of columns, each a text or a list of its names.</summary>
    public ImmutableArray<Header> Headers(string key)
    {
        if (Get(key) is not { } value) { return []; }
        if (value.ValueKind != JsonValueKind.Array)
        {
            Complain(key, "must be a list");
            return [];
        }

        return [.. value.EnumerateArray().Select((item, index) => Parse.Header.Create(Texts(item, Indexed(key, index)).AsSpan()))];
    }

    /// <summary>A list of objects.</summary>
    public ImmutableArray<DeclaredObject> Objects(string key)
    {
        if (Get(key) is not { } value) { return []; }
        if (value.ValueKind != JsonValueKind.Array)
        {
            Complain(key, "must be a list");
            return [];
        }

        return [.. value.EnumerateArray().Select((item, index) => new DeclaredObject(item, $"{Path}.{Indexed(key, index)}", _problems))];
    }

    /// <summary>An object that must be there.</summary>
    public DeclaredObject? Object(string key)
    {
        if (Get(key) is { } value) { return new(value, $"{Path}.{key}", _problems); }
        Complain(key, "is missing");
        return null;
    }

    /// <summary>All entries of this object, whose keys are free.</summary>
    public IEnumerable<(string Key, DeclaredObject Value)> Entries()
    {
        if (_element.ValueKind != JsonValueKind.Object) { yield break; }
        foreach (var property in _element.EnumerateObject())
        {
            _known.Add(property.Name);
            yield return (property.Name, new(property.Value, $"{Path}.{property.Name}", _problems));
        }
    }

    /// <summary>All entries of an object of texts.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Map(string key)
    {
        if (Get(key) is not { } value) { return []; }
        if (value.ValueKind != JsonValueKind.Object || value.EnumerateObject().Any(property => property.Value.ValueKind != JsonValueKind.String))
        {
            Complain(key, "must be an object of texts");
            return [];
        }

        return [.. value.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, property.Value.GetString()!))];
    }

    /// <summary>Names the keys that nobody asked for.</summary>
    public void Close()
    {
        if (_element.ValueKind != JsonValueKind.Object) { return; }
        foreach (var property in _element.EnumerateObject().Where(property => !_known.Contains(property.Name)))
        {
            Complain(property.Name, $"is not a key that is known here; known are {string.Join(", ", _known.Order(StringComparer.Ordinal))}");
        }
    }

    private JsonElement? Get(string key)
    {
        _known.Add(key);
        return _element.ValueKind == JsonValueKind.Object && _element.TryGetProperty(key, out var value) ? value : null;
    }

    private ImmutableArray<string> Texts(JsonElement value, string key)
    {
        if (value.ValueKind == JsonValueKind.String) { return [value.GetString()!]; }
        if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String))
        {
            return [.. value.EnumerateArray().Select(item => item.GetString()!)];
        }

        Complain(key, "must be a text or a list of texts");
        return [];
    }

    private static string Indexed(string key, int index) => string.Create(CultureInfo.InvariantCulture, $"{key}[{index}]");
}
