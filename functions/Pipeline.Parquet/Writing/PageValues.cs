using Pipeline.Parquet.Encodings;
using Pipeline.Parquet.Format;

namespace Pipeline.Parquet.Writing;

/// <summary>The values of a column without its nulls, ready to be written page by page.</summary>
internal interface IPageValues
{
    PageEncoding Encoding { get; }

    /// <summary>Appends <paramref name="count"/> values from <paramref name="start"/>, counted without nulls.</summary>
    void Write(ByteBuffer output, int start, int count);
}

internal sealed class PlainFixedValues<T>(T[] values) : IPageValues
    where T : unmanaged
{
    public PageEncoding Encoding => PageEncoding.Plain;

    public void Write(ByteBuffer output, int start, int count) => PlainEncoder.WriteFixed<T>(output, values.AsSpan(start, count));
}

internal sealed class PlainBooleanValues(byte[] values) : IPageValues
{
    public PageEncoding Encoding => PageEncoding.Plain;

    public void Write(ByteBuffer output, int start, int count) => PlainEncoder.WriteBooleans(output, values.AsSpan(start, count));
}

internal sealed class PlainTextValues(TextValues texts, RowSelection rows) : IPageValues
{
    public PageEncoding Encoding => PageEncoding.Plain;

    public void Write(ByteBuffer output, int start, int count)
    {
        if (texts.Codes is null && rows.Rows is null)
        {
            PlainEncoder.WriteTexts(output, texts, start, count);
            return;
        }

        for (var i = start; i < start + count; i++) { PlainEncoder.WriteText(output, texts.Row(rows[i])); }
    }
}

/// <summary>Integers as differences: small where rows lie in the order of their values.</summary>
internal sealed class DeltaValues<T>(T[] values) : IPageValues
    where T : unmanaged
{
    public PageEncoding Encoding => PageEncoding.DeltaBinaryPacked;

    public void Write(ByteBuffer output, int start, int count) => DeltaEncoder.Write<T>(output, values.AsSpan(start, count));
}

/// <summary>Texts without the bytes that each shares with the one before: small for ids that are counted up or begin alike.</summary>
/// <param name="texts">The texts.</param>
/// <param name="rows">Which of them.</param>
/// <param name="alike">What all of them are expected to have in common, when that is the smaller way to write them.</param>
internal sealed class DeltaTextValues(TextValues texts, RowSelection rows, AlikeTexts? alike = null) : IPageValues
{
    public PageEncoding Encoding => PageEncoding.DeltaByteArray;

    /// <summary>What the texts written so far lie between.</summary>
    public TextRange? Range { get; private set; }

    public void Write(ByteBuffer output, int start, int count)
    {
        if (count == 0 || alike is null || !alike.Value.TryWrite(output, texts, start, count, out var range))
        {
            if (DeltaTextEncoder.Write(output, texts, rows, start, count) is not { } found) { return; }
            range = found;
        }

        if (Range is { } before)
        {
            before.Join(texts, range);
            range = before;
        }

        Range = range;
    }
}

internal sealed class DictionaryCodes(int[] codes, int entryCount) : IPageValues
{
    // Zero bits would do for a single entry, but not every reader takes them.
    private readonly int _width = Math.Max(1, BitPacking.WidthOf(entryCount - 1));

    public PageEncoding Encoding => PageEncoding.RunLengthDictionary;

    /// <summary>The bytes that <paramref name="count"/> codes take when none repeat.</summary>
    public static long SizeOf(int count, int entryCount) => (long)count * Math.Max(1, BitPacking.WidthOf(entryCount - 1)) / 8;

    public void Write(ByteBuffer output, int start, int count)
    {
        output.WriteByte((byte)_width);
        if (count > 0) { RunLengthEncoder.Write(output, codes.AsSpan(start, count), _width); }
    }
}
