using System.Collections.Immutable;

namespace Pipeline.App.Runs;

/// <summary>What a run came to.</summary>
/// <param name="State">Done, or refused.</param>
/// <param name="Counts">What was counted, by name.</param>
/// <param name="Published">The version of each table that it left, by path.</param>
/// <param name="Errors">Sentences.</param>
internal sealed record RunOutcome(
    RunState State, ImmutableSortedDictionary<string, long> Counts, ImmutableSortedDictionary<string, long> Published, ImmutableArray<string> Errors)
{
    /// <summary>Whether anything was written. A run that is done again and finds nothing new keeps what its record says.</summary>
    public bool HasNews { get; init; } = true;

    public static RunOutcome Done(ImmutableSortedDictionary<string, long> counts, ImmutableSortedDictionary<string, long> published) => new(RunState.Done, counts, published, []);

    public static RunOutcome Refused(string sentence) =>
        new(RunState.Refused, ImmutableSortedDictionary<string, long>.Empty, ImmutableSortedDictionary<string, long>.Empty, [sentence]);
}
