using Pipeline.Parquet.Encodings;
using Pipeline.Parquet.Format;

namespace Pipeline.Parquet.Reading;

/// <summary>Takes the values of a chunk page by page. Rows without a value are left out; they are spread out at the end.</summary>
internal interface IValueReader
{
    void ReadDictionary(Page page);

    /// <summary>Reads <paramref name="count"/> values, nulls not counted.</summary>
    void ReadValues(Page page, int count);

    Column Finish(int rowCount, ulong[]? validity);
}

/// <summary>Decodes one column chunk into a column.</summary>
internal static class ColumnReader
{
    public static Column Read(PageReader pages, LeafColumn leaf, ChunkSize size)
    {
        var rowCount = size.RowCount;
        var validity = new ValidityBuilder(rowCount);
        var values = leaf.CreateReader(size);
        var row = 0;
        while (row < rowCount)
        {
            var offset = pages.Offset;
            if (!pages.Next(out var page)) { throw new ParquetFormatException($"column '{leaf.Schema.Name}' ends after {row} of {rowCount} rows", offset); }
            if (page.Type == PageType.Dictionary)
            {
                values.ReadDictionary(page);
                continue;
            }

            if (page.Count > rowCount - row)
            {
                throw new ParquetFormatException($"column '{leaf.Schema.Name}' has more values than the {rowCount} rows of its group", offset);
            }

            values.ReadValues(page, Present(validity, page, leaf.Schema.Nullable));
            row += page.Count;
        }

        return values.Finish(rowCount, validity.Validity);
    }

    private static int Present(ValidityBuilder validity, Page page, bool isNullable)
    {
        if (!isNullable)
        {
            validity.AddPresent(page.Count);
            return page.Count;
        }

        var levels = new ByteReader(page.Levels, page.Offset);
        return validity.Add(ref levels, page.Count);
    }
}
