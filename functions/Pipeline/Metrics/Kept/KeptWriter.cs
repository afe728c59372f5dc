using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace Pipeline.Metrics.Kept;

/// <summary>Writes numbers, arrays and texts one after the other, as they lie in memory; <see cref="KeptReader"/> reads them in the same order.</summary>
internal sealed class KeptWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    public void Write<T>(T value)
        where T : unmanaged => _bytes.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));

    /// <summary>Writes how many values there are, and then the values.</summary>
    public void WriteAll<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        Write(values.Length);
        _bytes.Write(MemoryMarshal.AsBytes(values));
    }

    public void WriteText(string text) => WriteAll<byte>(Encoding.UTF8.GetBytes(text));

    public void WriteTexts(IReadOnlyCollection<string> texts)
    {
        Write(texts.Count);
        foreach (var text in texts) { WriteText(text); }
    }
}
