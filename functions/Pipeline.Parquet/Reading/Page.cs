using Pipeline.Parquet.Format;

namespace Pipeline.Parquet.Reading;

/// <summary>One page, decompressed. Valid until the next one is read.</summary>
internal readonly ref struct Page
{
    public required PageType Type { get; init; }

    public required PageEncoding Encoding { get; init; }

    /// <summary>Rows, nulls included; entries, in a dictionary page.</summary>
    public required int Count { get; init; }

    /// <summary>Definition levels, empty when the column is not nullable.</summary>
    public required ReadOnlySpan<byte> Levels { get; init; }

    public required ReadOnlySpan<byte> Values { get; init; }

    /// <summary>Where in the file the page stands.</summary>
    public required long Offset { get; init; }
}
