using System.Text;
using System.Text.Unicode;

namespace Pipeline.Parse;

/// <summary>In what bytes a text file writes its characters.</summary>
/// <param name="Encoding">Strict: a sequence that is none of its own throws.</param>
/// <param name="MarkLength">Bytes of the byte order mark.</param>
internal sealed record TextEncoding(Encoding Encoding, int MarkLength)
{
    private static readonly Encoding Utf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);
    private static readonly Encoding Western = CodePagesEncodingProvider.Instance.GetEncoding(1252, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    public bool IsUtf8 => ReferenceEquals(Encoding, Utf8);

    /// <summary>The file as UTF-8, without its mark. Sequences that the encoding does not know throw <see cref="DecoderFallbackException"/>.</summary>
    public async Task<Stream> OpenUtf8Async(Stream file, CancellationToken cancellationToken)
    {
        var mark = new byte[MarkLength];
        await file.ReadExactlyAsync(mark, cancellationToken).ConfigureAwait(false);
        return IsUtf8 ? file : Encoding.CreateTranscodingStream(file, Encoding, Utf8);
    }

    /// <summary>What the first bytes of a file say.</summary>
    /// <param name="head">The first bytes.</param>
    /// <param name="isUtf8">Whether the whole file is UTF-8, when there is no mark; asked only when the head does not show it.</param>
    public static async Task<TextEncoding> DetectAsync(ReadOnlyMemory<byte> head, Func<Task<bool>> isUtf8)
    {
        if (FromMark(head.Span) is { } marked) { return marked; }
        var body = TrimCut(head.Span);
        if (!System.Text.Unicode.Utf8.IsValid(head.Span[..body])) { return new(Western, 0); }
        return !Ascii.IsValid(head.Span[..body]) || await isUtf8().ConfigureAwait(false) ? new(Utf8, 0) : new(Western, 0);
    }

    /// <summary>Whether all bytes of a stream are UTF-8.</summary>
    public static async Task<bool> IsUtf8Async(Stream file, CancellationToken cancellationToken)
    {
        var buffer = new byte[256 * 1024];
        var kept = 0;
        while (true)
        {
            var read = await file.ReadAsync(buffer.AsMemory(kept), cancellationToken).ConfigureAwait(false);
            var length = kept + read;
            var whole = read == 0 ? length : TrimCut(buffer.AsSpan(0, length));
            if (!System.Text.Unicode.Utf8.IsValid(buffer.AsSpan(0, whole))) { return false; }
            if (read == 0) { return true; }
            buffer.AsSpan(whole, length - whole).CopyTo(buffer);
            kept = length - whole;
        }
    }

    private static TextEncoding? FromMark(ReadOnlySpan<byte> head) => head switch
    {
        [0xFF, 0xFE, 0, 0, ..] => new(new UTF32Encoding(bigEndian: false, byteOrderMark: false, throwOnInvalidCharacters: true), 4),
        [0, 0, 0xFE, 0xFF, ..] => new(new UTF32Encoding(bigEndian: true, byteOrderMark: false, throwOnInvalidCharacters: true), 4),
        [0xEF, 0xBB, 0xBF, ..] => new(Utf8, 3),
        [0xFF, 0xFE, ..] => new(new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true), 2),
        [0xFE, 0xFF, ..] => new(new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true), 2),
        _ => null,
    };

    /// <summary>The length without a character that the end of the bytes cuts off.</summary>
    private static int TrimCut(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            var value = bytes[^back];
            if ((value & 0xC0) == 0x80) { continue; }
            var needed = value >= 0xF0 ? 4 : value >= 0xE0 ? 3 : value >= 0xC0 ? 2 : 1;
            return needed > back ? bytes.Length - back : bytes.Length;
        }

        return bytes.Length;
    }
}
