using System.Numerics;
using Pipeline.Parquet.Format;

namespace Pipeline.Parquet.Writing;

/// <summary>Gathers the pages of one column, then compresses them all or none: the format has one codec per column chunk.</summary>
internal sealed class ChunkBuilder : IDisposable
{
    // Enough to see whether a column compresses, before paying for all of it.
    private const int TrialSize = 256 * 1024;

    /// <summary>No header of a page is longer.</summary>
    private const int HeaderRoom = 64;

    /// <summary>Shorter chunks are copied to where they waste no room while they wait to be written.</summary>
    private const int ShortLength = 16 * 1024;

    private readonly ByteBuffer _raw = new(64 * 1024);
    private readonly List<RawPage> _pages = [];
    private int _start;
    private bool _isKept;

    public ChunkBuilder() => LeaveHeaderRoom();

    /// <summary>Where the next page's bytes go.</summary>
    public ByteBuffer Raw => _raw;

    /// <summary>The bytes of the page being written.</summary>
    public int PageLength => _raw.Length - _start;

    /// <summary>Closes the page that was written to <see cref="Raw"/>.</summary>
    public void EndPage(PageType type, PageEncoding encoding, int valueCount)
    {
        _pages.Add(new RawPage(type, encoding, valueCount, _start, PageLength));
        LeaveHeaderRoom();
    }

    public EncodedChunk Finish(bool compress)
    {
        if (compress && TryCompress() is { } compressed) { return compressed; }
        if (_raw.Length >= ShortLength) { return KeepPages(); }
        var chunk = new ChunkBody(Codec.Uncompressed, _raw.Length);
        foreach (var page in _pages) { chunk.Add(page, Bytes(page)); }
        return chunk.Finish();
    }

    public void Dispose()
    {
        if (!_isKept) { _raw.Dispose(); }
    }

    private void LeaveHeaderRoom()
    {
        _raw.Reserve(HeaderRoom);
        _raw.Advance(HeaderRoom);
        _start = _raw.Length;
    }

    /// <summary>The chunk where its pages were written. The last stays in its place, and those before it, mostly a dictionary, move up to it.</summary>
    private EncodedChunk KeepPages()
    {
        _raw.CutTo(_start - HeaderRoom);
        _isKept = true;
        using var header = new ByteBuffer(HeaderRoom);
        var (start, uncompressedSize, dictionarySize) = (_raw.Length, 0L, 0);
        for (var i = _pages.Count - 1; i >= 0; i--)
        {
            var page = _pages[i];
            header.Clear();
            page.HeaderOf(page.Length).Write(header);
            start -= page.Length;
            if (start != page.Start) { _raw.Move(page.Start, start, page.Length); }
            start -= header.Length;
            _raw.PatchBytes(start, header.Written);
            uncompressedSize += header.Length + page.Length;
            if (page.Type == PageType.Dictionary) { dictionarySize = header.Length + page.Length; }
        }

        return new(_raw, start, dictionarySize, uncompressedSize, Codec.Uncompressed, EncodingsOf(_pages));
    }

    /// <summary>The encodings of pages and of the levels in them, each once and in the order of their numbers.</summary>
    private static PageEncoding[] EncodingsOf(List<RawPage> pages)
    {
        var bits = pages.Exists(page => page.Type == PageType.Data) ? 1U << (int)PageEncoding.RunLength : 0;
        foreach (var page in pages) { bits |= 1U << (int)page.Encoding; }
        var encodings = new PageEncoding[BitOperations.PopCount(bits)];
        for (var i = 0; i < encodings.Length; i++, bits &= bits - 1) { encodings[i] = (PageEncoding)BitOperations.TrailingZeroCount(bits); }
        return encodings;
    }

    /// <summary>The chunk in Snappy, or <see langword="null"/> when that seems not to save a sixth: less is not worth the time of writing and reading.</summary>
    private EncodedChunk? TryCompress()
    {
        var savings = _pages.ConvertAll(page => Compression.Saving(Bytes(page)));
        if (savings.Sum(saving => (long)saving) * 6 < _pages.Sum(page => (long)page.Length)) { return null; }
        var chunk = new ChunkBody(Codec.Snappy, _raw.Length / 2);
        using var scratch = new ByteBuffer(64 * 1024);
        var (before, after) = (0L, 0L);
        for (var i = 0; i < _pages.Count; i++)
        {
            var page = _pages[i];
            scratch.Clear();
            if (savings[i] > 0) { Compression.Compress(Bytes(page), scratch); }
            else { Compression.Wrap(Bytes(page), scratch); }
            before += page.Length;
            after += scratch.Length;
            if (before >= TrialSize && after > before - (before / 50)) { break; }
            chunk.Add(page, scratch.Written);
        }

        if (after <= before - (before / 20)) { return chunk.Finish(); }
        chunk.Dispose();
        return null;
    }

    private ReadOnlySpan<byte> Bytes(RawPage page) => _raw.Written.Slice(page.Start, page.Length);

    private sealed record RawPage(PageType Type, PageEncoding Encoding, int ValueCount, int Start, int Length)
    {
        public PageHeader HeaderOf(int storedLength) => new()
        {
            Type = Type,
            UncompressedSize = Length,
            CompressedSize = storedLength,
            ValueCount = ValueCount,
            Encoding = Encoding,
        };
    }

    private sealed class ChunkBody(Codec codec, int capacity) : IDisposable
    {
        private readonly ByteBuffer _body = new(Math.Max(capacity, 4096));
        private readonly List<RawPage> _pages = [];
        private int _dictionarySize;
        private long _uncompressedSize;

        public void Add(RawPage page, ReadOnlySpan<byte> stored)
        {
            var start = _body.Length;
            page.HeaderOf(stored.Length).Write(_body);
            _uncompressedSize += _body.Length - start + page.Length;
            _body.Write(stored);
            _pages.Add(page);
            if (page.Type == PageType.Dictionary) { _dictionarySize = _body.Length - start; }
        }

        public EncodedChunk Finish() => new(_body, Start: 0, _dictionarySize, _uncompressedSize, codec, EncodingsOf(_pages));

        public void Dispose() => _body.Dispose();
    }
}
