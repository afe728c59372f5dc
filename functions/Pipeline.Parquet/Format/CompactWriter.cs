using System.Text;

namespace Pipeline.Parquet.Format;

/// <summary>Writes structures in the Thrift compact protocol.</summary>
internal sealed class CompactWriter(ByteBuffer output)
{
    private readonly Stack<int> _outer = new();
    private int _last;

    public void BeginStruct()
    {
        _outer.Push(_last);
        _last = 0;
    }

    public void EndStruct()
    {
        output.WriteByte((byte)CompactType.Stop);
        _last = _outer.Pop();
    }

    public void BeginStruct(int field)
    {
        Field(field, CompactType.Struct);
        BeginStruct();
    }

    /// <summary>An empty structure: how Thrift unions name a choice.</summary>
    public void Choice(int field)
    {
        BeginStruct(field);
        EndStruct();
    }

    public void Boolean(int field, bool value) => Field(field, value ? CompactType.True : CompactType.False);

    public void Int16(int field, short value)
    {
        Field(field, CompactType.Int16);
        output.WriteZigzag(value);
    }

    public void Int32(int field, int value)
    {
        Field(field, CompactType.Int32);
        output.WriteZigzag(value);
    }

    public void Int64(int field, long value)
    {
        Field(field, CompactType.Int64);
        output.WriteZigzag(value);
    }

    public void Binary(int field, ReadOnlySpan<byte> value)
    {
        Field(field, CompactType.Binary);
        BinaryItem(value);
    }

    public void Text(int field, string value) => Binary(field, Encoding.UTF8.GetBytes(value));

    public void BeginList(int field, CompactType itemType, int count)
    {
        Field(field, CompactType.List);
        if (count < 15)
        {
            output.WriteByte((byte)((count << 4) | (int)itemType));
            return;
        }

        output.WriteByte((byte)(0xF0 | (int)itemType));
        output.WriteVarint((ulong)count);
    }

    public void IntegerItem(long value) => output.WriteZigzag(value);

    public void BinaryItem(ReadOnlySpan<byte> value)
    {
        output.WriteVarint((ulong)value.Length);
        output.Write(value);
    }

    private void Field(int field, CompactType type)
    {
        var step = field - _last;
        if (step is > 0 and < 16)
        {
            output.WriteByte((byte)((step << 4) | (int)type));
        }
        else
        {
            output.WriteByte((byte)type);
            output.WriteZigzag(field);
        }

        _last = field;
    }
}
