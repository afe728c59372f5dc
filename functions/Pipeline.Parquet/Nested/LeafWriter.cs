using System.Text;
using System.Text.Json;
using Pipeline.Parquet.Format;

namespace Pipeline.Parquet.Nested;

/// <summary>Gathers the levels and values of one column of a row group, and writes them as one page.</summary>
internal sealed class LeafWriter(Leaf leaf) : IDisposable
{
    private readonly ByteBuffer _definitions = new();
    private readonly ByteBuffer _repetitions = new();
    private readonly ByteBuffer _values = new();
    private byte _pendingBits;
    private int _bitCount;

    public Leaf Leaf { get; } = leaf;

    public int Count => _definitions.Length;

    public void AddAbsent(int repetition, int definition) => AddLevels(repetition, definition);

    public void AddText(int repetition, string text)
    {
        AddLevels(repetition, Leaf.MaximumDefinition);
        var size = Encoding.UTF8.GetByteCount(text);
        _values.WriteInt32(size);
        _values.Advance(Encoding.UTF8.GetBytes(text, _values.Reserve(size)));
    }

    public void AddScalar(int repetition, JsonElement value)
    {
        switch (Leaf.Kind)
        {
            case NestedKind.Text:
                AddText(repetition, value.GetString()!);
                return;
            case NestedKind.Boolean:
                AddBit(value.GetBoolean());
                break;
            case NestedKind.Int32:
                _values.WriteInt32(value.GetInt32());
                break;
            default:
                var number = value.GetInt64();
                _values.WriteInt32(unchecked((int)number));
                _values.WriteInt32((int)(number >> 32));
                break;
        }

        AddLevels(repetition, Leaf.MaximumDefinition);
    }

    /// <summary>The page, compressed, without its header.</summary>
    public void WritePage(ByteBuffer output, out int uncompressedSize)
    {
        using var page = new ByteBuffer(_values.Length + 1024);
        if (Leaf.MaximumRepetition > 0) { WriteLevels(page, _repetitions.Written); }
        WriteLevels(page, _definitions.Written);
        if (_bitCount % 8 != 0) { FlushBits(); }
        page.Write(_values.Written);
        uncompressedSize = page.Length;
        Compression.Compress(page.Written, output);
    }

    public void Clear()
    {
        _definitions.Clear();
        _repetitions.Clear();
        _values.Clear();
        _pendingBits = 0;
        _bitCount = 0;
    }

    public void Dispose()
    {
        _definitions.Dispose();
        _repetitions.Dispose();
        _values.Dispose();
    }

    private void AddLevels(int repetition, int definition)
    {
        _repetitions.WriteByte((byte)repetition);
        _definitions.WriteByte((byte)definition);
    }

    private void AddBit(bool value)
    {
        _pendingBits |= (byte)((value ? 1 : 0) << (_bitCount % 8));
        _bitCount++;
        if (_bitCount % 8 == 0) { FlushBits(); }
    }

    private void FlushBits()
    {
        _values.WriteByte(_pendingBits);
        _pendingBits = 0;
    }

    /// <summary>Runs of equal levels; most columns of a log are absent in most rows, so runs are long.</summary>
    private static void WriteLevels(ByteBuffer page, ReadOnlySpan<byte> levels)
    {
        var start = page.Length;
        page.WriteInt32(0);
        while (!levels.IsEmpty)
        {
            var run = levels.IndexOfAnyExcept(levels[0]);
            if (run < 0) { run = levels.Length; }
            page.WriteVarint((ulong)run << 1);
            page.WriteByte(levels[0]);
            levels = levels[run..];
        }

        page.PatchInt32(start, page.Length - start - sizeof(int));
    }
}
