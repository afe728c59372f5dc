namespace Pipeline.Facts;

/// <summary>Where a row is: the position of its part, and its own position in the part.</summary>
internal readonly record struct RowPlace(int Part, int Row);

/// <summary>Takes rows one by one and says which of two rows of a key loses, so that in the end the one that stands highest is left.</summary>
internal sealed class KeyContest
{
    private Champion[] _champions;
    private int _count;

    /// <param name="keys">How many keys are expected; more are taken too.</param>
    public KeyContest(int keys) => _champions = new Champion[SlotsFor(keys)];

    /// <param name="key">The key, as two hashes.</param>
    /// <param name="standing">The higher wins; of two rows of the same standing, which are one row taken in twice, the first.</param>
    /// <param name="place">Where the row is.</param>
    /// <returns>The row that loses; <see langword="null"/> for the first of its key.</returns>
    public RowPlace? Enter((ulong Candidate, ulong Confirmation) key, long standing, RowPlace place)
    {
        if (_count + 1 >= _champions.Length) { Grow(); }
        ref var champion = ref _champions[SlotOf(key)];
        var (isFirst, former) = (champion.IsFree, champion.Place);
        if (isFirst) { _count++; }
        else if (standing <= champion.Standing) { return place; }
        champion = new(key.Candidate, key.Confirmation, standing, place);
        return isFirst ? null : former;
    }

    // A quarter of the slots stays free: the room is exactly known before, unless hashes collide.
    private static int SlotsFor(int keys) => checked((int)Math.Max(16, (keys * 4L / 3) + 2));

    private int SlotOf((ulong Candidate, ulong Confirmation) key)
    {
        // The candidate hashes of a range are alike in their first bits, the others are not.
        var slot = (int)Math.BigMul(key.Confirmation, (ulong)_champions.Length, out _);
        while (!_champions[slot].IsFree && !_champions[slot].Has(key)) { slot = slot + 1 == _champions.Length ? 0 : slot + 1; }
        return slot;
    }

    private void Grow()
    {
        var old = _champions;
        _champions = new Champion[SlotsFor(checked(_count * 2))];
        foreach (var champion in old)
        {
            if (!champion.IsFree) { _champions[SlotOf((champion.Candidate, champion.Confirmation))] = champion; }
        }
    }

    /// <summary>The row of a key that stands highest so far. 32 bytes: there may be millions.</summary>
    private readonly struct Champion(ulong candidate, ulong confirmation, long standing, RowPlace place)
    {
        private readonly int _part = place.Part + 1;
        private readonly int _row = place.Row;

        public ulong Candidate => candidate;

        public ulong Confirmation => confirmation;

        public long Standing => standing;

        public RowPlace Place => new(_part - 1, _row);

        /// <summary>Whether nobody has the slot.</summary>
        public bool IsFree => _part == 0;

        public bool Has((ulong Candidate, ulong Confirmation) key) => candidate == key.Candidate && confirmation == key.Confirmation;
    }
}
