using System.Buffers;
using Pipeline.Parquet.Format;

namespace Pipeline.Parquet.Reading;

/// <summary>Goes through the pages of one column chunk.</summary>
internal sealed class PageReader(ReadOnlyMemory<byte> chunk, ColumnChunkMetadata metadata, long start, bool isNullable) : IDisposable
{
    private byte[] _plain = [];
    private int _position;

    /// <summary>Where the next page stands in the file.</summary>
    public long Offset => start + _position;

    /// <summary>Reads the next page; <see langword="false"/> at the end of the chunk.</summary>
    public bool Next(out Page page)
    {
        while (_position < chunk.Length)
        {
            var offset = Offset;
            var reader = new CompactReader(chunk.Span[_position..], offset);
            var header = PageHeaderReader.Read(ref reader);
            _position += reader.Position;
            if (header.CompressedSize > chunk.Length - _position)
            {
                throw new ParquetFormatException($"a page of {header.CompressedSize} bytes runs past the end of column '{metadata.Path}'", offset);
            }

            var stored = chunk.Slice(_position, header.CompressedSize);
            _position += header.CompressedSize;
            if (header.Checksum is { } checksum && checksum != Crc32.Of(stored.Span)) { throw new ParquetFormatException($"a page of column '{metadata.Path}' does not match its checksum", offset); }
            if (header.Type == PageType.Index) { continue; }
            page = header.Type switch
            {
                PageType.Data => Version1(header, stored, offset),
                PageType.DataV2 => Version2(header, stored, offset),
                PageType.Dictionary => Build(header, default, Decompress(stored, header.UncompressedSize, offset), offset),
                _ => throw new ParquetFormatException($"column '{metadata.Path}' has a page of unknown type {(int)header.Type}", offset),
            };
            return true;
        }

        page = default;
        return false;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_plain);
        _plain = [];
    }

    private Page Version1(PageHeader header, ReadOnlyMemory<byte> stored, long offset)
    {
        var reader = new ByteReader(Decompress(stored, header.UncompressedSize, offset), offset);
        if (!isNullable) { return Build(header, default, reader.Rest, offset); }
        if (header.DefinitionLevelEncoding != PageEncoding.RunLength)
        {
            throw new NotSupportedException($"column '{metadata.Path}' has definition levels in the deprecated {header.DefinitionLevelEncoding} encoding; write the file again with a current writer");
        }

        var levels = reader.Take(reader.ReadInt32());
        return Build(header, levels, reader.Rest, offset);
    }

    /// <summary>Levels come first and are never compressed.</summary>
    private Page Version2(PageHeader header, ReadOnlyMemory<byte> stored, long offset)
    {
        var reader = new ByteReader(stored.Span, offset);
        reader.Take(header.RepetitionLevelSize);
        var levels = reader.Take(header.DefinitionLevelSize);
        var levelSize = header.RepetitionLevelSize + header.DefinitionLevelSize;
        var values = stored[levelSize..];
        var plain = header.IsCompressed && !values.IsEmpty ? Decompress(values, header.UncompressedSize - levelSize, offset) : values.Span;
        return Build(header, isNullable ? levels : default, plain, offset);
    }

    private static Page Build(PageHeader header, ReadOnlySpan<byte> levels, ReadOnlySpan<byte> values, long offset) => new()
    {
        Type = header.Type,
        Encoding = header.Encoding,
        Count = header.ValueCount,
        Levels = levels,
        Values = values,
        Offset = offset,
    };

    private ReadOnlySpan<byte> Decompress(ReadOnlyMemory<byte> stored, int size, long offset)
    {
        if (metadata.Codec == Codec.Uncompressed) { return stored.Span; }
        if (size < 0 || size > Decompression.LargestOutput(metadata.Codec, stored.Length))
        {
            throw new ParquetFormatException($"a page of {stored.Length} bytes claims to hold {size}, more than {metadata.Codec} can pack", offset);
        }

        if (_plain.Length < size)
        {
            ArrayPool<byte>.Shared.Return(_plain);
            _plain = [];
            _plain = ArrayPool<byte>.Shared.Rent(size);
        }

        var output = _plain.AsMemory(0, size);
        Decompression.Decompress(metadata.Codec, stored, output, offset);
        return output.Span;
    }
}
