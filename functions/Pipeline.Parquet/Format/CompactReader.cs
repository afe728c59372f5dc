namespace Pipeline.Parquet.Format;

/// <summary>Reads structures in the Thrift compact protocol. Every length is checked against the bytes that remain.</summary>
/// <remarks><paramref name="offset"/> is where <paramref name="bytes"/> starts in the file, for error messages.</remarks>
internal ref struct CompactReader(ReadOnlySpan<byte> bytes, long offset)
{
    // Parquet's own metadata nests six deep; the bound stops hostile input from exhausting the stack.
    private const int MaximumDepth = 32;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private readonly long _offset = offset;
    private int _depth;

    public int Position { get; private set; }

    public readonly long Offset => _offset + Position;

    /// <summary>The next field of the structure being read, or <see langword="false"/> at its end.</summary>
    /// <param name="field">The field before, 0 at the start; becomes the one read.</param>
    /// <param name="type">The type of its value, which must then be read or skipped.</param>
    public bool NextField(ref int field, out CompactType type)
    {
        var header = ReadByte();
        type = (CompactType)(header & 0x0F);
        if (type == CompactType.Stop) { return false; }

        var step = header >> 4;
        field = step != 0 ? unchecked(field + step) : ReadInt32();
        return true;
    }

    public byte ReadByte()
    {
        if (Position >= _bytes.Length) { throw Malformed("the metadata ends too early"); }
        return _bytes[Position++];
    }

    public int ReadInt32()
    {
        var value = ReadInt64();
        return value is >= int.MinValue and <= int.MaxValue ? (int)value : throw Malformed($"the integer {value} does not fit 32 bits");
    }

    public long ReadInt64()
    {
        var zigzag = ReadVarint();
        return unchecked((long)(zigzag >> 1) ^ -(long)(zigzag & 1));
    }

    public ReadOnlySpan<byte> ReadBinary()
    {
        var length = ReadVarint();
        if (length > (ulong)(_bytes.Length - Position)) { throw Malformed($"a text of {length} bytes runs past the end of the metadata"); }
        var value = _bytes.Slice(Position, (int)length);
        Position += (int)length;
        return value;
    }

    /// <summary>Reads the head of a list; every item takes at least one byte, so the count is bounded by what remains.</summary>
    public int ReadListHead(out CompactType itemType)
    {
        var head = ReadByte();
        itemType = (CompactType)(head & 0x0F);
        var count = (ulong)(head >> 4);
        if (count == 15) { count = ReadVarint(); }
        if (count > (ulong)(_bytes.Length - Position)) { throw Malformed($"a list of {count} items runs past the end of the metadata"); }
        return (int)count;
    }

    public void Enter()
    {
        if (++_depth > MaximumDepth) { throw Malformed("the metadata is nested too deeply"); }
    }

    public void Leave() => _depth--;

    public void Skip(CompactType type)
    {
        switch (type)
        {
            case CompactType.True or CompactType.False: break;
            case CompactType.Byte: ReadByte(); break;
            case CompactType.Int16 or CompactType.Int32 or CompactType.Int64: ReadVarint(); break;
            case CompactType.Double: SkipBytes(sizeof(double)); break;
            case CompactType.Binary: ReadBinary(); break;
            case CompactType.List or CompactType.Set: SkipList(); break;
            case CompactType.Map: SkipMap(); break;
            case CompactType.Struct: SkipStruct(); break;
            default: throw Malformed($"the metadata holds a value of unknown type {(int)type}");
        }
    }

    public readonly ParquetFormatException Malformed(string reason) => new(reason, Offset);

    private void SkipBytes(int count)
    {
        if (count > _bytes.Length - Position) { throw Malformed("the metadata ends too early"); }
        Position += count;
    }

    private void SkipList()
    {
        Enter();
        for (var left = ReadListHead(out var itemType); left > 0; left--) { SkipItem(itemType); }
        Leave();
    }

    private void SkipMap()
    {
        Enter();
        var count = ReadVarint();
        if (count > (ulong)(_bytes.Length - Position)) { throw Malformed($"a map of {count} entries runs past the end of the metadata"); }
        var types = count == 0 ? (byte)0 : ReadByte();
        for (; count > 0; count--)
        {
            SkipItem((CompactType)(types >> 4));
            SkipItem((CompactType)(types & 0x0F));
        }

        Leave();
    }

    private void SkipStruct()
    {
        Enter();
        var field = 0;
        while (NextField(ref field, out var type)) { Skip(type); }
        Leave();
    }

    /// <summary>Inside lists and maps a boolean takes a byte; as a field it lies in the header.</summary>
    private void SkipItem(CompactType type)
    {
        if (type is CompactType.True or CompactType.False) { ReadByte(); }
        else { Skip(type); }
    }

    private ulong ReadVarint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = ReadByte();
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80) { return value; }
        }

        throw Malformed("an integer of more than ten bytes");
    }
}
