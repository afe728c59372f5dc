using System.Text;

namespace Pipeline.Parse.Reading;

/// <summary>Remembers what labels mean while a block is read, so that each is looked up once. Not for several threads.</summary>
/// <param name="meaning">The meaning of a label: empty for null, <see langword="null"/> for an unknown label.</param>
internal sealed class LabelMemory(Func<string, string?> meaning)
{
    /// <summary>Labels that are searched one by one, before a map pays.</summary>
    private const int Near = 16;

    private readonly List<(byte[] Label, byte[]? Value)> _near = [];
    private readonly Dictionary<string, byte[]?> _far = new(StringComparer.Ordinal);

    /// <summary>The canonical value of a row, or nothing; a row without one that it needs, or with an unknown label, is rejected.</summary>
    public byte[]? Find(BlockReading block, int row, CellPlan plan)
    {
        foreach (var source in plan.Sources)
        {
            var cell = block.Cells.Read(row, source);
            if (cell.IsEmpty) { continue; }
            var value = Find(cell);
            if (value is null)
            {
                block.Reject(row, source, cell, "unknown_value", $"the label is not one that {plan.Column} knows; map it in the source's declaration or mend the row");
                return null;
            }

            if (value.Length > 0) { return value; }
        }

        plan.NoteBlank(block, row);
        return null;
    }

    /// <summary>The canonical value; empty for null, <see langword="null"/> for an unknown label.</summary>
    public byte[]? Find(ReadOnlySpan<byte> label)
    {
        foreach (var (known, value) in _near)
        {
            if (label.SequenceEqual(known)) { return value; }
        }

        return _near.Count < Near ? Add(label) : FindFar(label);
    }

    private byte[]? Add(ReadOnlySpan<byte> label)
    {
        var value = Ask(Encoding.UTF8.GetString(label));
        _near.Add((label.ToArray(), value));
        return value;
    }

    private byte[]? FindFar(ReadOnlySpan<byte> label)
    {
        Span<char> text = label.Length <= 256 ? stackalloc char[256] : new char[label.Length];
        text = text[..Encoding.UTF8.GetChars(label, text)];
        var lookup = _far.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(text, out var value))
        {
            value = Ask(text.ToString());
            lookup[text] = value;
        }

        return value;
    }

    private byte[]? Ask(string label) => meaning(label) is { } value ? Encoding.UTF8.GetBytes(value) : null;
}
