using System.Collections.Immutable;
using Pipeline.Metrics.Kept;
using Pipeline.Metrics.Reading;

namespace Pipeline.Metrics.Series;

/// <summary>Leads part by part, where only opportunities say more of them.</summary>
/// <remarks>
/// What a part of leads gave is kept with the parts of opportunities that its own were found in. As long as those are parts of the table, and those that were not found are not there,
/// it gives the same: no opportunity is in two parts. Otherwise its leads are joined anew.
/// </remarks>
internal sealed class LeadParts(Seal seal, KeptScan<LeadSeries> scan, OpportunityLookup opportunities, (LeadSeries Whole, Func<LeadSeries> Begin) series)
{
    private const int PartsAtOnce = 16;

    /// <summary>What a part says by itself.</summary>
    public static KeptKind<LeadSeries> Rows { get; } = new("rows", static (one, writer) => one.SaveRows(writer));

    public async Task ReadAsync(ImmutableArray<IFactPart> parts, CancellationToken cancellationToken)
    {
        var told = await ToldAsync(parts, cancellationToken).ConfigureAwait(false);
        await opportunities.FindAsync(told.Values.SelectMany(one => one.Unknown), cancellationToken).ConfigureAwait(false);
        foreach (var (part, one) in told)
        {
            if (Array.Exists(one.Unknown, opportunities.Has)) { continue; }
            series.Whole.Add(one.Sums);
            parts = parts.Remove(part);
        }

        foreach (var some in parts.Chunk(PartsAtOnce)) { await TellAsync([.. some], cancellationToken).ConfigureAwait(false); }
    }

    /// <summary>What is kept of parts whose opportunities are still where they were.</summary>
    private async Task<Dictionary<IFactPart, Told>> ToldAsync(ImmutableArray<IFactPart> parts, CancellationToken cancellationToken)
    {
        var told = new Dictionary<IFactPart, Told>();
        foreach (var part in KeptScan.EndsFirst(parts))
        {
            await part.TryUseKeptAsync(KeptScan.Sums, kept =>
            {
                if (seal.TryOpen(KeptScan.Sums, kept.ToArray()) is not { } reader) { return false; }
                if (!opportunities.PartNames.IsSupersetOf(reader.ReadTexts())) { return false; }
                told.Add(part, new(reader.ReadAll<IdHash>().ToArray(), reader));
                return true;
            }, cancellationToken).ConfigureAwait(false);
        }

        return told;
    }

    /// <summary>Joins the leads of some parts with their opportunities.</summary>
    private async Task TellAsync(ImmutableArray<IFactPart> parts, CancellationToken cancellationToken)
    {
        var rows = new Dictionary<IFactPart, (LeadSeries One, List<JoinedLead> Leads)>();
        await scan.ReadAsync(parts, [Rows], (part, reader) =>
        {
            rows[part] = (series.Begin(), []);
            rows[part].One.AddRows(reader, rows[part].Leads.Add);
        }, cancellationToken).ConfigureAwait(false);
        await opportunities.FindAsync(rows.Values.SelectMany(part => part.Leads, (_, lead) => lead.Opportunity), cancellationToken).ConfigureAwait(false);

        foreach (var (part, (one, leads)) in rows)
        {
            foreach (var lead in leads) { one.Join(lead); }
            var found = leads.Select(lead => lead.Opportunity).ToLookup(opportunities.Has);
            using var kept = seal.Close(one, new(KeptScan.Sums, (_, writer) =>
            {
                writer.WriteTexts([.. found[true].Select(opportunities.PartNameOf).Distinct(StringComparer.Ordinal)]);
                writer.WriteAll<IdHash>([.. found[false].Distinct()]);
                one.Save(writer);
            }));
            using var sums = new KeptWriter();
            one.Save(sums);
            series.Whole.Add(new KeptReader(sums.Written));
            await part.KeepAsync(KeptScan.Sums, kept.Written, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What a part gave.</summary>
    /// <param name="Unknown">Opportunities of its leads that were not there.</param>
    /// <param name="Sums">What adds up.</param>
    private sealed record Told(IdHash[] Unknown, KeptReader Sums);
}
