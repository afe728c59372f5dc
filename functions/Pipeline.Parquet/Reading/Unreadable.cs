namespace Pipeline.Parquet.Reading;

/// <summary>Sentences for sound files that use what is not read here.</summary>
internal static class Unreadable
{
    public static NotSupportedException Encoding(Page page) =>
        new($"the page at byte {page.Offset} is encoded as {page.Encoding}, which is not read here for its type; write the file again with plain or dictionary encoding");

    public static NotSupportedException Column(string column, string what, string remedy) =>
        new($"column '{column}' {what}, which is not read here; {remedy}");
}
