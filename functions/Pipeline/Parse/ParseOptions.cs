namespace Pipeline.Parse;

/// <summary>How much a reader takes at once.</summary>
public sealed record ParseOptions
{
    /// <summary>How many blocks are worked on at once.</summary>
    /// <value>The default is 2.</value>
    public int Degree { get; init; } = 2;

    /// <summary>About how many bytes of text a block has. The first blocks of a file are smaller, so that every worker soon has one.</summary>
    /// <value>The default is 2 MiB.</value>
    public int BlockBytes { get; init; } = 2 << 20;

    /// <summary>The longest row, JSON object or header that is read; a file with a longer one is refused.</summary>
    /// <value>The default is 16 MiB.</value>
    public int RowLimit { get; init; } = 16 << 20;

    /// <summary>How many bytes of a file are looked at to recognise it.</summary>
    /// <value>The default is 256 KiB.</value>
    public int HeadBytes { get; init; } = 256 << 10;
}
