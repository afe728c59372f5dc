using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace Pipeline.Metrics.Kept;

/// <summary>Writes numbers, arrays and texts one after the other, as they lie in memory; <see cref="KeptReader"/> reads them in the same order.</summary>
/// <remarks>What is written may come to megabytes, and is looked at once: its memory is that of the shared pool, and goes back there.</remarks>
internal sealed class KeptWriter : IDisposable
{
    private const int FirstBytes = 1 << 12;
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(FirstBytes);
    private int _count;

    /// <summary>All that was written; valid until more is written, or the writer is disposed of.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _count);

    /// <summary>Some bytes that were written, to be overwritten.</summary>
    public Span<byte> this[Range written] => _bytes.AsSpan(0, _count)[written];

    public void Write<T>(T value)
        where T : unmanaged => Append(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));

    /// <summary>Writes how many values there are, and then the values.</summary>
    public void WriteAll<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        Write(values.Length);
        Append(MemoryMarshal.AsBytes(values));
    }

    public void WriteText(string text) => WriteAll<byte>(Encoding.UTF8.GetBytes(text));

    public void WriteTexts(IReadOnlyCollection<string> texts)
    {
        Write(texts.Count);
        foreach (var text in texts) { WriteText(text); }
    }

    public void Dispose()
    {
        if (_bytes.Length > 0) { ArrayPool<byte>.Shared.Return(_bytes); }
        (_bytes, _count) = ([], 0);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _bytes.Length - _count) { Grow(bytes.Length); }
        bytes.CopyTo(_bytes.AsSpan(_count));
        _count += bytes.Length;
    }

    private void Grow(int more)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_count + more, _bytes.Length * 2));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
