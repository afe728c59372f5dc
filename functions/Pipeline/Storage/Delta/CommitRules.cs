using System.Collections.Immutable;

namespace Pipeline.Storage.Delta;

/// <summary>What a commit may ask for, and what may have happened since its caller read the table.</summary>
internal static class CommitRules
{
    /// <summary>Refuses what only a bug in the caller asks for.</summary>
    /// <exception cref="ArgumentException">The sentence says which rule.</exception>
    public static void Check(DeltaCommit commit)
    {
        if (TableRules.FaultOf(commit.Schema) is { } fault) { throw Refusal(fault); }
        if (commit.Configuration is not null
            && TableRules.FirstUnsupported(commit.Configuration.ToImmutableSortedDictionary(StringComparer.Ordinal)) is { } property)
        {
            throw Refusal($"the property {property} asks for what this program does not do");
        }

        RefuseRepeats(commit.Transactions, "transaction");
        RefuseRepeats(commit.Remove, "removed path");
        RefuseRepeats([.. commit.Add.Select(file => file.Path), .. commit.Remove], "path");
        if (commit.ReadAt is null)
        {
            if (!commit.Remove.IsEmpty) { throw Refusal($"it removes '{commit.Remove[0]}' but says that there was no table"); }
        }
        else
        {
            CheckAgainst(commit, commit.ReadAt);
        }

        if (IsEmpty(commit)) { throw Refusal("it adds nothing, removes nothing, names no work and changes no property"); }
    }

    /// <summary>Whether all work that the commit names is in the log already.</summary>
    public static bool IsDone(DeltaCommit commit, DeltaSnapshot? seen) =>
        seen is not null && !commit.Transactions.IsEmpty && commit.Transactions.All(seen.Transactions.ContainsKey);

    /// <exception cref="DeltaConflictException">The commit would be wrong on top of <paramref name="seen"/>.</exception>
    public static void CheckConflicts(DeltaCommit commit, DeltaSnapshot? seen, Metadata wanted)
    {
        if (seen is null) { return; }

        if (commit.Transactions.FirstOrDefault(seen.Transactions.ContainsKey) is { } done) { throw Conflict(commit, seen, $"'{done}', a part of its work, is done already"); }
        if (seen.Version == commit.ReadAt?.Version) { return; }

        if (commit.IsExclusive) { throw Conflict(commit, seen, "it allows no commit in between"); }
        if (commit.Remove.FirstOrDefault(path => !seen.IsLive(path)) is { } gone) { throw Conflict(commit, seen, $"'{gone}', which it replaces, is no longer live"); }

        var isKept = commit.ReadAt is not null && seen.Metadata.MeansTheSameAs(commit.ReadAt.Metadata);
        if (!isKept && !seen.Metadata.MeansTheSameAs(wanted)) { throw Conflict(commit, seen, "columns or properties of the table have changed"); }
    }

    private static void CheckAgainst(DeltaCommit commit, DeltaSnapshot readAt)
    {
        if (commit.Remove.FirstOrDefault(path => !readAt.IsLive(path)) is { } unknown) { throw Refusal($"it removes '{unknown}', which was not live in version {readAt.Version}"); }
        if (commit.Add.FirstOrDefault(file => readAt.IsLive(file.Path)) is { } twice) { throw Refusal($"it adds '{twice.Path}', which is live already"); }

        var replacesAll = commit.Remove.Length == readAt.Files.Length;
        if (!replacesAll && !TableRules.OnlyAddsNullableColumns(readAt.Schema, commit.Schema))
        {
            throw Refusal("it changes or drops columns, or adds one that is never null, while older files stay; replace every file, or build a new table");
        }
    }

    private static bool IsEmpty(DeltaCommit commit)
    {
        var changesTable = commit.ReadAt is null
            || !commit.ReadAt.Schema.Equals(commit.Schema)
            || (commit.Configuration is not null && !commit.ReadAt.Metadata.Configuration.SequenceEqual(commit.Configuration.ToImmutableSortedDictionary(StringComparer.Ordinal)));
        return commit.Add.IsEmpty && commit.Remove.IsEmpty && commit.Transactions.IsEmpty && !changesTable;
    }

    private static void RefuseRepeats(IEnumerable<string> names, string kind)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (!seen.Add(name)) { throw Refusal($"the {kind} '{name}' occurs twice"); }
        }
    }

    private static ArgumentException Refusal(string fault) => new($"a commit is refused: {fault}");

    private static DeltaConflictException Conflict(DeltaCommit commit, DeltaSnapshot seen, string cause) =>
        new($"'{commit.Operation}' read version {commit.ReadAt?.Version ?? -1} of the table, which is now at {seen.Version}: {cause}. Read the table again, recompute and try again.");
}
