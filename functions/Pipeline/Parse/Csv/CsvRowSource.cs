using System.Buffers;
using System.Globalization;
using System.Text;
using Pipeline.Model;

namespace Pipeline.Parse.Csv;

/// <summary>Cuts a CSV file into blocks of whole rows.</summary>
/// <param name="utf8">The file in UTF-8.</param>
/// <param name="shape">Its form.</param>
internal sealed class CsvRowSource(Stream utf8, CsvShape shape) : IRowSource
{
    private const int FirstBlockBytes = 256 << 10;
    private const int LargestKeptBuffer = 4 << 20;
    private const int KeptBuffers = 8;

    // A buffer is rented by one thread and given back by another, for which the shared pool rarely has it again.
    private static readonly ArrayPool<byte> Buffers = ArrayPool<byte>.Create(LargestKeptBuffer, KeptBuffers);

    // Where cells end, found with the rows and used when they are cut.
    private static readonly ArrayPool<ulong> Structures = ArrayPool<ulong>.Create(LargestKeptBuffer / CsvChunk.Size, KeptBuffers);

    private int _blockBytes = Math.Min(FirstBlockBytes, shape.BlockBytes);
    private byte[] _rest = [];
    private int _restLength;
    private int _nextRow = 1;
    private bool _isStarted;
    private bool _isEnded;

    public ExportRefused? Refused { get; private set; }

    public async ValueTask<RowWork?> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!_isStarted) { await SkipAsync(cancellationToken).ConfigureAwait(false); }
            return _isEnded ? null : await ReadBlockAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DecoderFallbackException)
        {
            Refused = new("wrong_encoding", $"after row {_nextRow} the file has bytes that its encoding does not know; export it again as UTF-8");
            return null;
        }
    }

    public ValueTask DisposeAsync() => utf8.DisposeAsync();

    private async Task SkipAsync(CancellationToken cancellationToken)
    {
        _isStarted = true;
        var buffer = Buffers.Rent(64 * 1024);
        for (var left = shape.DataStart; left > 0;)
        {
            var read = await utf8.ReadAsync(buffer.AsMemory(0, Math.Min(left, buffer.Length)), cancellationToken).ConfigureAwait(false);
            if (read == 0) { break; }
            left -= read;
        }

        Buffers.Return(buffer);
    }

    private async ValueTask<RowWork?> ReadBlockAsync(CancellationToken cancellationToken)
    {
        // Two spare bytes: a line feed that the file lacks at its end, and room to see that a row is too long.
        var buffer = Buffers.Rent(Math.Max(_blockBytes, (_restLength * 2) + 2));
        _blockBytes = (int)Math.Min(shape.BlockBytes, _blockBytes * 2L);
        _rest.AsSpan(0, _restLength).CopyTo(buffer);
        var length = _restLength;
        while (true)
        {
            while (length < buffer.Length - 1)
            {
                var read = await utf8.ReadAsync(buffer.AsMemory(length, buffer.Length - 1 - length), cancellationToken).ConfigureAwait(false);
                _isEnded = read == 0;
                if (_isEnded) { break; }
                length += read;
            }

            var structure = Structures.Rent(CsvScanner.Chunks(length + 1));
            var rows = _isEnded ? FindLastRows(buffer, ref length, structure) : FindRows(buffer.AsSpan(0, length), structure);
            if (rows.Rows > 0 || _isEnded) { return Cut(buffer, structure, length, rows); }
            Structures.Return(structure);
            if (length > shape.RowLimit) { return Refuse(buffer); }
            buffer = Enlarge(buffer, length);
        }
    }

    private RowWork? Cut(byte[] buffer, ulong[] structure, int length, CsvRows rows)
    {
        _restLength = length - rows.End;
        if (_rest.Length < _restLength) { _rest = new byte[Math.Max(_restLength, 4096)]; }
        buffer.AsSpan(rows.End, _restLength).CopyTo(_rest);
        var slice = new CsvSlice(buffer, structure, rows.End, _nextRow, rows.Rows, rows.IsBroken, rows.IsPlain);
        if (rows.Rows == 0)
        {
            Release(slice);
            return null;
        }

        _nextRow += rows.Rows;
        return new(arena => CsvTokenizer.Tokenize(slice, shape.Delimiter, shape.Columns, arena), () => Release(slice));
    }

    private static void Release(in CsvSlice slice)
    {
        Buffers.Return(slice.Bytes);
        Structures.Return(slice.Structure);
    }

    /// <summary>Whole rows, read byte by byte when quotes are broken.</summary>
    private CsvRows FindRows(ReadOnlySpan<byte> bytes, Span<ulong> structure)
    {
        var rows = CsvScanner.FindRows(bytes, shape.Delimiter, structure);
        return rows.IsBroken ? FindBrokenRows(bytes, isLast: false) : rows;
    }

    private CsvRows FindLastRows(byte[] buffer, ref int length, Span<ulong> structure)
    {
        if (length > 0 && buffer[length - 1] != '\n') { buffer[length++] = (byte)'\n'; }
        var bytes = buffer.AsSpan(0, length);
        var rows = CsvScanner.FindRows(bytes, shape.Delimiter, structure);
        return rows.IsBroken || rows.End < length ? FindBrokenRows(bytes, isLast: true) : rows;
    }

    private CsvRows FindBrokenRows(ReadOnlySpan<byte> bytes, bool isLast)
    {
        var (position, rows) = (0, 0);
        var ends = new List<int>();
        while (position < bytes.Length)
        {
            var next = CsvReference.ReadRow(bytes, position, shape.Delimiter, isLast, ends, out _);
            if (next < 0) { break; }
            (position, rows) = (next, rows + 1);
        }

        return new(position, rows, IsBroken: true);
    }

    private RowWork? Refuse(byte[] buffer)
    {
        Buffers.Return(buffer);
        _isEnded = true;
        Refused = new("oversize_row", string.Create(
            CultureInfo.InvariantCulture, $"row {_nextRow} is longer than {shape.RowLimit} bytes; a quote may be missing in it. Mend the row and export again"));
        return null;
    }

    private static byte[] Enlarge(byte[] buffer, int length)
    {
        var larger = Buffers.Rent(buffer.Length * 2);
        buffer.AsSpan(0, length).CopyTo(larger);
        Buffers.Return(buffer);
        return larger;
    }
}
