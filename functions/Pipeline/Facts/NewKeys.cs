using Pipeline.Model;

namespace Pipeline.Facts;

/// <summary>The key hashes of the new rows of a table, a range at a time: those that were kept, and those that are read again from their parts.</summary>
internal sealed class NewKeys
{
    private readonly IReadOnlyList<ulong[]> _kept;
    private readonly PartSet _parts;
    private readonly List<int> _forgotten;
    private readonly FactTable _table;

    private NewKeys(FactTable table, PartSet parts, IReadOnlyList<ulong[]> kept, List<int> forgotten) => (_table, _parts, _kept, _forgotten) = (table, parts, kept, forgotten);

    public static async Task<NewKeys> OfAsync(TableIntake intake, PartSet parts)
    {
        var forgotten = (await intake.ForgottenPartsAsync().ConfigureAwait(false)).Select(part => part.Path).ToHashSet(StringComparer.Ordinal);
        return new(intake.Table, parts, intake.KeptHashes, [.. Enumerable.Range(0, parts.Parts.Length).Where(part => forgotten.Contains(parts.Parts[part].File.Path))]);
    }

    /// <summary>Ranges of which each has at most so many hashes to be read again.</summary>
    public IEnumerable<HashRange> Ranges(int hashesAtOnce) => HashRange.All.Cut(_forgotten.Sum(part => _parts.Parts[part].File.RowCount), hashesAtOnce);

    /// <summary>All hashes of a range, and with them kept ones of other ranges.</summary>
    /// <returns>The hashes, and about how many of them are of the range.</returns>
    public async Task<(IReadOnlyList<ulong[]> Hashes, long InRange)> InAsync(HashRange range, CancellationToken cancellationToken)
    {
        var kept = _kept.Sum(block => (long)block.Length);
        if (_forgotten.Count == 0) { return (_kept, kept); }
        var read = new List<ulong[]>();
        foreach (var part in _forgotten)
        {
            await foreach (var (rows, _) in _parts.ScanAsync(part, KeyColumns.Of(_table), cancellationToken).ConfigureAwait(false))
            {
                read.Add(Array.FindAll(RowHash.Of(rows, KeyColumns.Of(_table), RowHash.Candidate), range.Contains));
            }
        }

        return ([.. _kept, .. read], (kept / range.Count) + read.Sum(block => (long)block.Length));
    }
}
