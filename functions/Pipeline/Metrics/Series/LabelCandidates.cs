using Pipeline.Metrics.Reading;

namespace Pipeline.Metrics.Series;

/// <summary>A CRM record whose source label can name a customer's channel.</summary>
/// <param name="IsFound">Whether there is one.</param>
/// <param name="IsOpportunity">Whether it is an opportunity rather than a lead.</param>
/// <param name="Channel">The channel's number among those of its table.</param>
internal readonly record struct Candidate(bool IsFound, bool IsOpportunity, int Channel);

/// <summary>For each key (an e-mail, a domain, an account) the labelled record that came first.</summary>
internal sealed class LabelCandidates
{
    private readonly GrowingArray<Entry> _best = new(default);
    private byte[] _ids = new byte[256];
    private int _used;

    public Utf8Interner Keys { get; } = new();

    /// <summary>The first record of a key; none for key -1.</summary>
    public Candidate Best(int key)
    {
        var best = key < 0 ? default : _best[key];
        return new(best.IsFound, best.IsOpportunity, best.Channel);
    }

    /// <summary>Keeps a record when it comes before the one there: earlier, then a lead before an opportunity, then the smaller id.</summary>
    public void Offer(int key, long createdAt, Candidate candidate, ReadOnlySpan<byte> id)
    {
        var best = _best[key];
        if (best.IsFound && !Precedes(createdAt, candidate.IsOpportunity, id, best)) { return; }
        if (_used + id.Length > _ids.Length) { Array.Resize(ref _ids, Math.Max(_ids.Length * 2, _used + id.Length)); }
        id.CopyTo(_ids.AsSpan(_used));
        _best[key] = new Entry(true, candidate.IsOpportunity, candidate.Channel, createdAt, _used, id.Length);
        _used += id.Length;
    }

    private bool Precedes(long createdAt, bool isOpportunity, ReadOnlySpan<byte> id, Entry best)
    {
        if (createdAt != best.CreatedAt) { return createdAt < best.CreatedAt; }
        if (isOpportunity != best.IsOpportunity) { return !isOpportunity; }
        return id.SequenceCompareTo(_ids.AsSpan(best.IdStart, best.IdLength)) < 0;
    }

    private readonly record struct Entry(bool IsFound, bool IsOpportunity, int Channel, long CreatedAt, int IdStart, int IdLength);
}
