using System.Runtime.InteropServices;
using System.Text;

namespace Pipeline.Metrics.Kept;

/// <summary>Reads what <see cref="KeptWriter"/> wrote. Whoever calls it has made sure that the bytes are those that were written.</summary>
internal sealed class KeptReader(ReadOnlyMemory<byte> bytes)
{
    private int _at;

    /// <summary>What was not read yet.</summary>
    public ReadOnlySpan<byte> Rest => bytes.Span[_at..];

    public T Read<T>()
        where T : unmanaged
    {
        var value = MemoryMarshal.Read<T>(Rest);
        _at += MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)).Length;
        return value;
    }

    /// <summary>The values of an array; they lie in the bytes themselves.</summary>
    public ReadOnlySpan<T> ReadAll<T>()
        where T : unmanaged
    {
        var count = Read<int>();
        var values = MemoryMarshal.Cast<byte, T>(Rest)[..count];
        _at += MemoryMarshal.AsBytes(values).Length;
        return values;
    }

    /// <summary>As <see cref="ReadAll"/>, for values that are looked at later too.</summary>
    public ReadOnlyMemory<byte> HoldAll<T>()
        where T : unmanaged
    {
        var start = _at + sizeof(int);
        var length = MemoryMarshal.AsBytes(ReadAll<T>()).Length;
        return bytes.Slice(start, length);
    }

    public string ReadText() => Encoding.UTF8.GetString(ReadAll<byte>());

    public string[] ReadTexts()
    {
        var texts = new string[Read<int>()];
        for (var i = 0; i < texts.Length; i++) { texts[i] = ReadText(); }
        return texts;
    }
}
