namespace Pipeline.App.Demo;

/// <summary>A small generator (SplitMix64) whose numbers are the same on every machine and in every version of .NET. Integers only.</summary>
internal sealed class DemoRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A generator of its own for one part of the company, so that a change there does not move the others.</summary>
    public DemoRandom Fork(string part)
    {
        var start = _state;
        foreach (var letter in part) { start = unchecked((start ^ letter) * 0x100000001B3); }
        return new DemoRandom(start);
    }

    /// <summary>A number from <paramref name="lowest"/> up to, but not including, <paramref name="end"/>.</summary>
    public int Between(int lowest, int end) => lowest + (int)(Next() % (ulong)(end - lowest));

    /// <summary>True <paramref name="permille"/> times in a thousand.</summary>
    public bool Chance(int permille) => Between(0, 1000) < permille;

    public T Pick<T>(IReadOnlyList<T> items) => items[Between(0, items.Count)];

    /// <summary>The position of a weight, each as likely as it is heavy.</summary>
    public int Weighted(ReadOnlySpan<int> weights)
    {
        var total = 0;
        foreach (var weight in weights) { total += weight; }
        var left = Between(0, total);
        for (var i = 0; i < weights.Length; i++)
        {
            left -= weights[i];
            if (left < 0) { return i; }
        }

        return weights.Length - 1;
    }

    /// <summary>A time of day between six and twenty-two o'clock.</summary>
    public TimeSpan WorkingTime() => TimeSpan.FromSeconds(Between(6 * 3600, 22 * 3600));

    private ulong Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            var z = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
