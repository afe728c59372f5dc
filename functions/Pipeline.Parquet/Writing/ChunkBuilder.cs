using Pipeline.Parquet.Format;

namespace Pipeline.Parquet.Writing;

/// <summary>Gathers the pages of one column, then compresses them all or none: the format has one codec per column chunk.</summary>
internal sealed class ChunkBuilder : IDisposable
{
    // Enough to see whether a column compresses, before paying for all of it.
    private const int TrialSize = 256 * 1024;

    private readonly ByteBuffer _raw = new(64 * 1024);
    private readonly List<RawPage> _pages = [];
    private int _start;

    /// <summary>Where the next page's bytes go.</summary>
    public ByteBuffer Raw => _raw;

    /// <summary>The bytes of the page being written.</summary>
    public int PageLength => _raw.Length - _start;

    /// <summary>Closes the page that was written to <see cref="Raw"/>.</summary>
    public void EndPage(PageType type, PageEncoding encoding, int valueCount)
    {
        _pages.Add(new RawPage(type, encoding, valueCount, _start, PageLength));
        _start = _raw.Length;
    }

    public EncodedChunk Finish(bool compress)
    {
        if (compress && TryCompress() is { } compressed) { return compressed; }
        var chunk = new ChunkBody(Codec.Uncompressed, _raw.Length);
        foreach (var page in _pages) { chunk.Add(page, Bytes(page)); }
        return chunk.Finish();
    }

    public void Dispose() => _raw.Dispose();

    /// <summary>The chunk in Snappy, or <see langword="null"/> when that does not save a twentieth.</summary>
    private EncodedChunk? TryCompress()
    {
        var pays = _pages.ConvertAll(page => Compression.Pays(Bytes(page)));
        if (!pays.Contains(true)) { return null; }
        var chunk = new ChunkBody(Codec.Snappy, _raw.Length / 2);
        using var scratch = new ByteBuffer(64 * 1024);
        var (before, after) = (0L, 0L);
        for (var i = 0; i < _pages.Count; i++)
        {
            var page = _pages[i];
            scratch.Clear();
            if (pays[i]) { Compression.Compress(Bytes(page), scratch); }
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

    private sealed record RawPage(PageType Type, PageEncoding Encoding, int ValueCount, int Start, int Length);

    private sealed class ChunkBody(Codec codec, int capacity) : IDisposable
    {
        private readonly ByteBuffer _body = new(Math.Max(capacity, 4096));
        private readonly SortedSet<PageEncoding> _encodings = [];
        private int _dictionarySize;
        private long _uncompressedSize;

        public void Add(RawPage page, ReadOnlySpan<byte> stored)
        {
            var start = _body.Length;
            new PageHeader
            {
                Type = page.Type,
                UncompressedSize = page.Length,
                CompressedSize = stored.Length,
                ValueCount = page.ValueCount,
                Encoding = page.Encoding,
            }.Write(_body);
            _uncompressedSize += _body.Length - start + page.Length;
            _body.Write(stored);
            _encodings.Add(page.Encoding);
            if (page.Type == PageType.Dictionary) { _dictionarySize = _body.Length - start; }
            else { _encodings.Add(PageEncoding.RunLength); }
        }

        public EncodedChunk Finish() => new(_body, _dictionarySize, _uncompressedSize, codec, [.. _encodings]);

        public void Dispose() => _body.Dispose();
    }
}
