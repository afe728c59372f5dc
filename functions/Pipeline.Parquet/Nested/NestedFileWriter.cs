using System.Text.Json;
using Pipeline.Parquet.Format;

namespace Pipeline.Parquet.Nested;

/// <summary>Writes records, given as JSON objects, as a nested Parquet file: Snappy, plain values, one checksummed page a column and row group.</summary>
/// <remarks>Meant for a table log's checkpoints, which are small. Members that the schema does not know are left out.</remarks>
public static class NestedFileWriter
{
    private const int RowsPerGroup = 20_000;

    /// <exception cref="InvalidOperationException">A member is not of its field's kind.</exception>
    /// <exception cref="FormatException">A number does not fit its field.</exception>
    public static void Write(Stream output, IReadOnlyList<NestedField> fields, IEnumerable<JsonElement> records)
    {
        var file = new NestedFile(output, fields);
        foreach (var group in records.Chunk(RowsPerGroup)) { file.WriteGroup(group); }
        file.Finish();
    }

    private sealed class NestedFile
    {
        private readonly Stream _output;
        private readonly IReadOnlyList<NestedField> _fields;
        private readonly List<LeafWriter> _leaves;
        private readonly List<NestedRowGroup> _groups = [];
        private long _position;

        public NestedFile(Stream output, IReadOnlyList<NestedField> fields)
        {
            _output = output;
            _fields = fields;
            _leaves = [.. Leaf.Of(fields, [], 0).Select(leaf => new LeafWriter(leaf))];
            Put(FileLayout.Magic);
        }

        public void WriteGroup(JsonElement[] records)
        {
            var shredder = new Shredder(_leaves);
            foreach (var record in records) { shredder.Add(_fields, record); }

            var chunks = _leaves.ConvertAll(WriteChunk);
            _groups.Add(new NestedRowGroup(chunks, records.Length));
            _leaves.ForEach(leaf => leaf.Clear());
        }

        public void Finish()
        {
            using var footer = new ByteBuffer();
            NestedFooterWriter.Write(footer, _fields, _groups);
            var size = footer.Length;
            FooterSeal.Write(footer.Written, Put);
            footer.WriteInt32(size);
            footer.Write(FileLayout.Magic);
            Put(footer.Written);
            _leaves.ForEach(leaf => leaf.Dispose());
        }

        private NestedChunk WriteChunk(LeafWriter leaf)
        {
            using var page = new ByteBuffer();
            leaf.WritePage(page, out var uncompressedSize);
            using var header = new ByteBuffer(64);
            new PageHeader
            {
                Type = PageType.Data,
                UncompressedSize = uncompressedSize,
                CompressedSize = page.Length,
                Checksum = Crc32.Of(page.Written),
                ValueCount = leaf.Count,
                Encoding = PageEncoding.Plain,
            }.Write(header);

            var chunk = new NestedChunk(leaf.Leaf, _position, leaf.Count, header.Length + uncompressedSize, header.Length + page.Length);
            Put(header.Written);
            Put(page.Written);
            return chunk;
        }

        private void Put(ReadOnlySpan<byte> bytes)
        {
            _output.Write(bytes);
            _position += bytes.Length;
        }
    }
}

/// <summary>Where a column of a row group lies; sizes count the page's header.</summary>
internal sealed record NestedChunk(Leaf Leaf, long Offset, long ValueCount, long UncompressedSize, long CompressedSize);

internal sealed record NestedRowGroup(List<NestedChunk> Chunks, long RowCount);
