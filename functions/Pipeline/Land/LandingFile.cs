namespace Pipeline.Land;

/// <summary>A file as somebody dropped it.</summary>
/// <param name="Name">What it is called; data, never a path.</param>
/// <param name="ModifiedAt">When it was last changed.</param>
/// <param name="OpenAsync">Opens it from its start.</param>
public sealed record LandingFile(string Name, DateTimeOffset ModifiedAt, Func<CancellationToken, Task<Stream>> OpenAsync);
