using Pipeline.Parquet;

namespace Pipeline.Storage.Delta;

/// <summary>One row group of one live file: a piece of reading for one thread.</summary>
public sealed class RowGroupReference
{
    internal RowGroupReference(DataFile file, int index, ParquetFile contents, TableSchema schema)
    {
        File = file;
        Index = index;
        Contents = contents;
        Schema = schema;
    }

    public DataFile File { get; }

    /// <summary>Which row group of the file, counted from 0.</summary>
    public int Index { get; }

    public int RowCount => Contents.RowGroups[Index].RowCount;

    /// <summary>The file's footer, read once for all its row groups. Its stream is closed.</summary>
    internal ParquetFile Contents { get; }

    /// <summary>The table's columns in the version that is read.</summary>
    internal TableSchema Schema { get; }
}
