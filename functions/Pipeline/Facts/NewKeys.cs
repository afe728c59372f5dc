using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Pipeline.Facts;

/// <summary>The key hashes of the new rows of a table, a range at a time: those that were kept, and those that are read again from their parts.</summary>
/// <remarks>Rows whose keys are known to be nowhere else are left out.</remarks>
internal sealed class NewKeys
{
    private readonly PartSet _parts;
    private readonly ImmutableArray<int> _forgotten;
    private readonly ImmutableArray<GroupedHashes> _kept;
    private readonly FrozenSet<string> _lone;
    private readonly ImmutableArray<string> _columns;
    private readonly int _readers;

    private NewKeys(TableIntake intake, PartSet parts, ImmutableArray<GroupedHashes> kept, ImmutableArray<int> forgotten, FrozenSet<string> lone)
    {
        (_parts, _kept, _forgotten, _lone) = (parts, kept, forgotten, lone);
        _columns = KeyColumns.Of(intake.Table);
        _readers = intake.Memory.Bounds.Readers;
    }

    public static async Task<NewKeys> OfAsync(TableIntake intake, PartSet parts)
    {
        var lone = await LoneKeys.InAsync(intake, parts).ConfigureAwait(false);
        var others = intake.Taken.Where(export => !lone.Contains(export)).ToArray();
        var forgotten = await PathsAsync(others.Where(export => export.Keys.Hashes is null)).ConfigureAwait(false);
        return new(
            intake,
            parts,
            [.. others.SelectMany(export => export.Keys.Hashes ?? [])],
            [.. Enumerable.Range(0, parts.Parts.Length).Where(part => forgotten.Contains(parts.Parts[part].File.Path))],
            await PathsAsync(lone).ConfigureAwait(false));
    }

    /// <summary>Whether the rows of a part may share a key with another row.</summary>
    public bool MayMeet(Part part) => !_lone.Contains(part.File.Path);

    /// <summary>Ranges of which each has at most so many hashes to be read again.</summary>
    public IEnumerable<HashRange> Ranges(int hashesAtOnce) => HashRange.All.Cut(_forgotten.Sum(part => _parts.Parts[part].File.RowCount), hashesAtOnce);

    /// <summary>All hashes of a range, and with them kept ones of other ranges.</summary>
    /// <returns>The hashes, and about how many of them are of the range.</returns>
    public async Task<(IReadOnlyList<GroupedHashes> Hashes, long InRange)> InAsync(HashRange range, CancellationToken cancellationToken)
    {
        var read = new ConcurrentQueue<GroupedHashes>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = _readers, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(_forgotten, options, async (part, token) =>
        {
            await foreach (var (rows, _) in _parts.ScanAsync(part, _columns, token).ConfigureAwait(false))
            {
                read.Enqueue(GroupedHashes.Of(Array.FindAll(RowHash.Of(rows, _columns, RowHash.Candidate), range.Contains)));
            }
        }).ConfigureAwait(false);
        return ([.. _kept, .. read], (Count(_kept) / range.Count) + Count(read));
    }

    private static long Count(IEnumerable<GroupedHashes> hashes) => hashes.Sum(block => (long)block.Count);

    private static async Task<FrozenSet<string>> PathsAsync(IEnumerable<TakenExport> exports)
    {
        var files = await Task.WhenAll(exports.SelectMany(export => export.Parts)).ConfigureAwait(false);
        return files.Select(file => file.Path).ToFrozenSet(StringComparer.Ordinal);
    }
}
