using System.Collections.Immutable;
using System.Text;

namespace Pipeline.Parse.Json;

/// <summary>A property that some mapping reads, or that leads to one.</summary>
internal sealed class JsonNode
{
    private readonly List<(byte[] Name, JsonNode Node)> _children = [];

    /// <summary>The column that holds the value, or -1.</summary>
    public int Column { get; private set; } = -1;

    /// <summary>For a list whose items are rows the number of their level, otherwise 0.</summary>
    public byte Level { get; private set; }

    /// <summary>What the items of a list lead to, or <see langword="null"/>.</summary>
    public JsonNode? Items { get; private set; }

    /// <summary>The property of that name, or <see langword="null"/> when nobody reads it.</summary>
    public JsonNode? Find(ReadOnlySpan<byte> name)
    {
        foreach (var (known, node) in _children)
        {
            if (name.SequenceEqual(known)) { return node; }
        }

        return null;
    }

    /// <summary>The tree of some columns.</summary>
    /// <param name="columns">Names such as <c>lines.data[].price.unit_amount</c>.</param>
    /// <param name="lists">Nested lists whose items are rows; their levels count from 1.</param>
    public static JsonNode Of(ImmutableArray<string> columns, ImmutableArray<string> lists)
    {
        var root = new JsonNode();
        for (var i = 0; i < columns.Length; i++) { root.Reach(columns[i]).Column = i; }
        for (var i = 0; i < lists.Length; i++) { root.Reach(lists[i]).Level = (byte)(i + 1); }
        return root;
    }

    private JsonNode Reach(string path)
    {
        var node = this;
        foreach (var part in path.Split('.'))
        {
            var isList = part.EndsWith("[]", StringComparison.Ordinal);
            node = node.Child(isList ? part[..^2] : part);
            if (isList) { node = node.Items ??= new(); }
        }

        return node;
    }

    private JsonNode Child(string name)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        if (Find(bytes) is { } known) { return known; }
        var node = new JsonNode();
        _children.Add((bytes, node));
        return node;
    }
}
