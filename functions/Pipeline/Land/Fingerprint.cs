using System.Buffers;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text.Unicode;

namespace Pipeline.Land;

/// <summary>What one pass over the bytes of a file tells: who it is, how long, and whether it is UTF-8 throughout.</summary>
/// <param name="Sha256">The identity of the bytes.</param>
/// <param name="Length">How many there are.</param>
/// <param name="IsUtf8">Whether they are UTF-8.</param>
/// <param name="Check">A fast hash of them: what reads them again can tell at little cost that they are still the same.</param>
internal sealed record Fingerprint(string Sha256, long Length, bool IsUtf8, UInt128 Check)
{
    private const int BufferBytes = 256 << 10;
    private const int LongestSequence = 4;

    /// <exception cref="ArchiveLimitException">There are more bytes than <paramref name="limit"/>.</exception>
    public static async Task<Fingerprint> OfAsync(Stream file, long limit, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var check = new XxHash128();
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            var length = 0L;
            var carried = 0;
            var isUtf8 = true;
            int read;
            while ((read = await file.ReadAsync(buffer.AsMemory(carried, BufferBytes - carried), cancellationToken).ConfigureAwait(false)) > 0)
            {
                hash.AppendData(buffer, carried, read);
                check.Append(buffer.AsSpan(carried, read));
                length += read;
                if (length > limit) { throw new ArchiveLimitException($"it unpacks to more than {limit} bytes"); }
                carried = isUtf8 ? Carry(buffer.AsSpan(0, carried + read), ref isUtf8) : 0;
            }

            return new(Convert.ToHexStringLower(hash.GetHashAndReset()), length, isUtf8 && carried == 0, check.GetCurrentHashAsUInt128());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Checks whole sequences, and moves one that is cut off at the end to the front.</summary>
    private static int Carry(Span<byte> bytes, ref bool isUtf8)
    {
        var tail = 0;
        while (tail < Math.Min(LongestSequence - 1, bytes.Length) && (bytes[^(tail + 1)] & 0xC0) == 0x80) { tail++; }
        var isLead = tail < bytes.Length && (bytes[^(tail + 1)] & 0xC0) == 0xC0;
        var cut = isLead && !Utf8.IsValid(bytes[^(tail + 1)..]) ? tail + 1 : 0;
        isUtf8 = Utf8.IsValid(bytes[..^cut]);
        bytes[^cut..].CopyTo(bytes);
        return isUtf8 ? cut : 0;
    }
}

/// <summary>An archive asks for more than we give.</summary>
internal sealed class ArchiveLimitException(string message) : IOException(message);
