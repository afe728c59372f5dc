using System.Text;

namespace Pipeline.Parse;

/// <summary>The first bytes of a file.</summary>
/// <param name="Bytes">As they are.</param>
/// <param name="IsWhole">Whether the file ends where they do.</param>
internal sealed record FileHead(ReadOnlyMemory<byte> Bytes, bool IsWhole)
{
    public static async Task<FileHead> ReadAsync(Func<CancellationToken, Task<Stream>> openAsync, int length, CancellationToken cancellationToken)
    {
        var file = await openAsync(cancellationToken).ConfigureAwait(false);
        await using (file.ConfigureAwait(false)) { return await ReadAsync(file, length, cancellationToken).ConfigureAwait(false); }
    }

    /// <summary>The head as UTF-8 without a byte order mark.</summary>
    /// <exception cref="DecoderFallbackException">The bytes are not of the encoding.</exception>
    public async Task<FileHead> DecodeAsync(TextEncoding encoding, CancellationToken cancellationToken)
    {
        if (encoding.IsUtf8) { return this with { Bytes = Bytes[encoding.MarkLength..] }; }
        // A character that the end of the head cuts in two is no fault of the file.
        var whole = IsWhole ? Bytes : Bytes[..(encoding.MarkLength + ((Bytes.Length - encoding.MarkLength) & ~3))];
        var stream = new MemoryStream(whole.ToArray(), writable: false);
        var utf8 = await encoding.OpenUtf8Async(stream, cancellationToken).ConfigureAwait(false);
        await using (utf8.ConfigureAwait(false))
        {
            var decoded = await ReadAsync(utf8, Bytes.Length * 3, cancellationToken).ConfigureAwait(false);
            return decoded with { IsWhole = IsWhole };
        }
    }

    private static async Task<FileHead> ReadAsync(Stream file, int length, CancellationToken cancellationToken)
    {
        var bytes = new byte[length];
        var read = await file.ReadAtLeastAsync(bytes, length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return new(bytes.AsMemory(0, read), read < length);
    }
}
