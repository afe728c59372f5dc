using System.Buffers;
using Pipeline.Parquet.Encodings;

namespace Pipeline.Parquet.Writing;

/// <summary>Encodes a text column, plain or already dictionary-coded in memory.</summary>
internal sealed class TextChunkEncoder(TextValues texts, RowSelection rows, ParquetWriterOptions options)
{
    private const int TargetPageSize = 1 << 20;

    /// <summary>Pages carry 32-bit sizes; a row group of this much text is far past any sensible one.</summary>
    private const long LargestColumn = 1 << 30;

    public (EncodedChunk Chunk, Bounds Bounds) Encode(ChunkAssembler assemble)
    {
        if (rows.Count == 0) { return (Plain(assemble), default); }
        var codes = ArrayPool<int>.Shared.Rent(rows.Count);
        try
        {
            return texts.Codes is null ? EncodePlain(assemble, codes) : EncodeCoded(assemble, codes);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(codes);
        }
    }

    private (EncodedChunk Chunk, Bounds Bounds) EncodePlain(ChunkAssembler assemble, int[] codes)
    {
        using var dictionary = new TextDictionary(texts);
        if (!Promising() || !dictionary.TryCode(rows, codes, DictionaryEstimate.Limit(rows.Count)))
        {
            return EncodeUncoded(assemble);
        }

        var entries = dictionary.Rows.ToArray();
        return (Smaller(assemble, codes, entries), BoundsFinder.OfTexts(texts, new RowSelection(entries.Length, entries)));
    }

    /// <summary>Bounds are found on the way when every text is compared with the one before.</summary>
    private (EncodedChunk Chunk, Bounds Bounds) EncodeUncoded(ChunkAssembler assemble)
    {
        var form = PlainForm();
        if (form.Values is not DeltaTextValues) { return (Plain(assemble, form), BoundsFinder.OfTexts(texts, rows)); }
        var deltas = new DeltaTextValues(texts, rows, Alike(form));
        var chunk = Plain(assemble, form with { Values = deltas });
        var range = deltas.Range!.Value;
        return (chunk with { IsRising = range.IsRising }, BoundsFinder.OfRange(texts, range));
    }

    /// <summary>What the texts of a sample have in common, where leaving only that out takes fewer bytes than to look at each.</summary>
    private AlikeTexts? Alike(PlainForm exact)
    {
        if (texts.Codes is not null || rows.Rows is not null) { return null; }
        var sample = Math.Min(rows.Count, ChunkChoice.SampleSize);
        var alike = AlikeTexts.Of(texts, (rows.Count - sample) / 2, sample);
        return (long)alike.GetValueOrDefault().RestLength * rows.Count <= exact.Size ? alike : null;
    }

    /// <summary>The texts are coded already: entries that no row uses are left out, and no text is hashed.</summary>
    private (EncodedChunk Chunk, Bounds Bounds) EncodeCoded(ChunkAssembler assemble, int[] codes)
    {
        var numbers = new int[texts.EntryCount];
        var entries = UsedEntries(numbers);
        var bounds = BoundsFinder.OfTexts(texts with { Codes = null }, new RowSelection(entries.Length, entries));
        if (entries.Length > DictionaryEstimate.Limit(rows.Count)) { return (Plain(assemble), bounds); }
        if (entries.Length == texts.EntryCount && rows.Rows is null) { return (Smaller(assemble, texts.Codes!, entries), bounds); }
        for (var i = 0; i < rows.Count; i++) { codes[i] = numbers[texts.Codes![rows[i]]]; }
        return (Smaller(assemble, codes, entries), bounds);
    }

    /// <summary>The entries in use, in their own order; <paramref name="numbers"/> gets the place of each among them.</summary>
    private int[] UsedEntries(int[] numbers)
    {
        if (texts.EntryCount == 1) { return [0]; }
        var codes = texts.Codes!;
        var unused = texts.EntryCount;
        for (var i = 0; i < rows.Count && unused > 0; i++)
        {
            ref var number = ref numbers[codes[rows[i]]];
            unused -= 1 - number;
            number = 1;
        }

        var entries = new List<int>(texts.EntryCount);
        for (var entry = 0; entry < numbers.Length; entry++)
        {
            if (numbers[entry] == 0) { continue; }
            numbers[entry] = entries.Count;
            entries.Add(entry);
        }

        return [.. entries];
    }

    private EncodedChunk Plain(ChunkAssembler assemble) => Plain(assemble, PlainForm());

    private EncodedChunk Plain(ChunkAssembler assemble, PlainForm form) => assemble(form.Values, RowsPerPage(PlainSize()), writeDictionary: null, form.Compresses);

    private PlainForm PlainForm()
    {
        var plain = new PlainTextValues(texts, rows);
        return options.UseDeltas && rows.Count > 0
            ? ChunkChoice.OfPlain(plain, new DeltaTextValues(texts, rows), rows.Count, options.Compress)
            : new(plain, Compresses: true, Size: 0);
    }

    private EncodedChunk Smaller(ChunkAssembler assemble, int[] codes, int[] entries)
    {
        var dictionarySize = 0L;
        var coded = assemble(new DictionaryCodes(codes, entries.Length), int.MaxValue, output =>
        {
            var start = output.Length;
            foreach (var entry in entries) { PlainEncoder.WriteText(output, texts.Entry(entry)); }
            dictionarySize = output.Length - start;
            return entries.Length;
        });
        var size = dictionarySize + DictionaryCodes.SizeOf(rows.Count, entries.Length);

        // Plain values take four bytes each and the shortest text at the least, so most dictionaries are the clear choice before their rows are added up.
        var isClear = ChunkChoice.IsClear(size, (long)(sizeof(int) + ShortestOf(entries)) * rows.Count) || ChunkChoice.IsClear(size, PlainSize());
        if (isClear) { return coded; }
        var plain = PlainForm();
        if (plain.Size == 0) { plain = ChunkChoice.OfPlain(plain.Values, rows.Count, options.Compress); }
        return ChunkChoice.IsClear(coded, plain) ? coded : ChunkChoice.Smaller(coded, Plain(assemble, plain));
    }

    private int ShortestOf(int[] entries)
    {
        var shortest = int.MaxValue;
        foreach (var entry in entries) { shortest = Math.Min(shortest, texts.Offsets[entry + 1] - texts.Offsets[entry]); }
        return shortest;
    }

    /// <summary>The bytes of all values, each after a length of four bytes.</summary>
    private long PlainSize()
    {
        var size = (long)sizeof(int) * rows.Count;
        if (texts.Codes is null) { size += texts.Offsets[texts.EntryCount] - texts.Offsets[0]; }
        else
        {
            for (var i = 0; i < rows.Count; i++)
            {
                var code = texts.Codes[rows[i]];
                size += texts.Offsets[code + 1] - texts.Offsets[code];
            }
        }

        return size <= LargestColumn
            ? size
            : throw new ArgumentException($"a text column of {size} bytes is too large for one row group; cut the batch into smaller ones");
    }

    /// <summary>Fewer rows to a page when texts are long, still a multiple of 64.</summary>
    private int RowsPerPage(long plainSize)
    {
        var average = Math.Max(1, plainSize / Math.Max(1, rows.Count));
        return (int)Math.Max(64, TargetPageSize / average / 64 * 64);
    }

    private bool Promising()
    {
        if (rows.Count <= DictionaryEstimate.SampleSize) { return true; }
        using var distinct = new DistinctHashes(DictionaryEstimate.SampleSize);
        for (var block = 0; block < DictionaryEstimate.Blocks; block++)
        {
            if (DictionaryEstimate.IsHopeless(block, distinct.Count, rows.Count)) { return false; }
            var start = DictionaryEstimate.BlockAt(block, rows.Count);
            for (var i = start; i < start + DictionaryEstimate.BlockSize; i++)
            {
                var text = texts.Entry(rows[i]);
                distinct.Add(TextKey.Of(text).Hash(text));
            }
        }

        return DictionaryEstimate.Promises(distinct.Count, rows.Count);
    }
}
