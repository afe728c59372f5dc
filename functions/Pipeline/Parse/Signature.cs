using System.Collections.Immutable;

namespace Pipeline.Parse;

/// <summary>How a file is recognised: by what is in it, never by its name. Of several definitions that match, the most demanding wins, then a user's own.</summary>
public sealed record Signature
{
    /// <summary>Columns that must all be there.</summary>
    public required ImmutableArray<Header> All { get; init; }

    /// <summary>Of these columns at least <see cref="AtLeast"/> must be there.</summary>
    public ImmutableArray<Header> AnyOf { get; init; } = [];

    /// <value>The default is 1.</value>
    public int AtLeast { get; init; } = 1;

    /// <summary>Columns that must not be there.</summary>
    public ImmutableArray<Header> None { get; init; } = [];

    /// <summary>Conditions on the first data row, for example that JSON's <c>object</c> is <c>invoice</c>. A file without rows passes.</summary>
    public ImmutableArray<Condition> FirstRow { get; init; } = [];

    /// <summary>Starts of preamble lines, of which one must be there; empty to ask for none.</summary>
    public ImmutableArray<string> Preamble { get; init; } = [];

    /// <summary>Names of worksheets, of which one must be the file's; empty to ask for none.</summary>
    public ImmutableArray<string> Sheets { get; init; } = [];
}
