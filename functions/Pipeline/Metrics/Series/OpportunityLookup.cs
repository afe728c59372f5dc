using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Pipeline.Metrics.Kept;
using Pipeline.Metrics.Reading;

namespace Pipeline.Metrics.Series;

/// <summary>Finds opportunities in what is kept of parts, so that those that nobody asks for need not be held.</summary>
internal sealed class OpportunityLookup(KeptScan<OpportunitySeries> scan, ImmutableArray<IFactPart> parts, OpportunityRecords records)
{
    private const int PartsAtOnce = 4;
    private readonly HashSet<IdHash> _asked = [];

    /// <summary>What is kept of a part for the lookup.</summary>
    public static KeptKind<OpportunitySeries> Kind { get; } = new("records", static (one, writer) => one.Records.Save(writer));

    /// <summary>Whether all opportunities are held.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The names of all parts.</summary>
    public ImmutableHashSet<string> PartNames { get; } = [.. parts.Select(part => part.Name)];

    /// <summary>Whether an opportunity that was asked for is there.</summary>
    public bool Has(IdHash id) => records.Ids.Find(id) >= 0;

    /// <summary>The name of the part that an opportunity was found in.</summary>
    public string PartNameOf(IdHash id) => parts[records.PartOf(records.Ids.Find(id))].Name;

    /// <summary>Holds all opportunities.</summary>
    public async Task FindAllAsync(CancellationToken cancellationToken)
    {
        await scan.ReadAsync(parts, [Kind], (_, reader) => records.Add(reader), cancellationToken).ConfigureAwait(false);
        IsComplete = true;
    }

    /// <summary>Holds those of some ids that there are.</summary>
    public async Task FindAsync(IEnumerable<IdHash> ids, CancellationToken cancellationToken)
    {
        List<IdHash> asked = [.. ids.Where(_asked.Add)];
        if (asked.Count == 0) { return; }
        // In the order in which they lie in the parts.
        asked.Sort(static (a, b) => a.First.CompareTo(b.First));
        records.Ids.Reserve(asked.Count);
        // Leads of late mostly have opportunities of late, and no opportunity is in two parts.
        for (var end = parts.Length; end > 0 && asked.Count > 0; end -= PartsAtOnce)
        {
            var latest = parts[Math.Max(0, end - PartsAtOnce)..end];
            await scan.ReadAsync(latest, [Kind], (part, reader) => records.Find(reader, CollectionsMarshal.AsSpan(asked), parts.IndexOf(part)), cancellationToken).ConfigureAwait(false);
            asked.RemoveAll(Has);
        }
    }
}
