using System.Text;

namespace Pipeline.Parse.Reading;

/// <summary>Remembers what labels mean while a block is read, so that each is looked up once. Not for several threads.</summary>
/// <param name="arena">Where arrays come from.</param>
/// <param name="meaning">The meaning of a label: empty for null, <see langword="null"/> for an unknown label.</param>
internal sealed class LabelMemory(ColumnArena arena, Func<string, string?> meaning)
{
    private readonly TextTable _labels = new(arena);
    private readonly List<byte[]?> _values = [];

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
        var number = _labels.Find(label, out var slot);
        return number >= 0 ? _values[number] : Add(label, slot);
    }

    private byte[]? Add(ReadOnlySpan<byte> label, int slot)
    {
        var value = meaning(Encoding.UTF8.GetString(label)) is { } text ? Encoding.UTF8.GetBytes(text) : null;
        _labels.Add(label, slot);
        _values.Add(value);
        return value;
    }
}
