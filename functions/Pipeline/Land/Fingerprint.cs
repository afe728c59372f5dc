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
        using var pass = new Pass(limit);
        // Of a file on a disk the pass has a thread of its own: in turns with the workers, who have long ones, it would hold them up that wait for it.
        if (file is FileStream)
        {
            await Task.Factory.StartNew(
                () =>
                {
                    while (pass.Take(file.Read(pass.Room.Span))) { cancellationToken.ThrowIfCancellationRequested(); }
                },
                cancellationToken,
                TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
                TaskScheduler.Default).ConfigureAwait(false);
        }
        else
        {
            while (pass.Take(await file.ReadAsync(pass.Room, cancellationToken).ConfigureAwait(false))) { }
        }

        return pass.Finish();
    }

    /// <summary>One pass, piece by piece.</summary>
    private sealed class Pass(long limit) : IDisposable
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private readonly XxHash128 _check = new();
        private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        private long _length;
        private int _carried;
        private bool _isUtf8 = true;

        /// <summary>Where the next bytes go.</summary>
        public Memory<byte> Room => _buffer.AsMemory(_carried, BufferBytes - _carried);

        /// <summary>Takes in the bytes that were read; none are the end.</summary>
        public bool Take(int read)
        {
            _hash.AppendData(_buffer, _carried, read);
            _check.Append(_buffer.AsSpan(_carried, read));
            _length += read;
            if (_length > limit) { throw new ArchiveLimitException($"it unpacks to more than {limit} bytes"); }
            if (read > 0) { _carried = _isUtf8 ? Carry(_buffer.AsSpan(0, _carried + read), ref _isUtf8) : 0; }
            return read > 0;
        }

        public Fingerprint Finish() => new(Convert.ToHexStringLower(_hash.GetHashAndReset()), _length, _isUtf8 && _carried == 0, _check.GetCurrentHashAsUInt128());

        public void Dispose()
        {
            _hash.Dispose();
            ArrayPool<byte>.Shared.Return(_buffer);
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
