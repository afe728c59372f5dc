namespace Pipeline.Land;

/// <summary>A file as somebody dropped it.</summary>
/// <param name="Name">What it is called; data, never a path.</param>
/// <param name="ModifiedAt">When it was last changed.</param>
/// <param name="OpenAsync">Opens it from its start.</param>
public sealed record LandingFile(string Name, DateTimeOffset ModifiedAt, Func<CancellationToken, Task<Stream>> OpenAsync)
{
    /// <summary>How many bytes it had when it was found; 0 where nobody asked. It only decides what is read first.</summary>
    public long Length { get; init; }
}
