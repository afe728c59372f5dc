using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Pipeline.Metrics.Reading;

/// <summary>Turns instants into business days: days since 1970-01-01 in the reporting time zone.</summary>
internal sealed class BusinessDays
{
    /// <summary>Microseconds of a UTC day.</summary>
    public const long MicrosPerDay = 86_400_000_000;

    private const int FirstProbe = 7_305;   // 1990-01-01
    private const int ProbeCount = 25_568;  // up to 2060
    private readonly TimeZoneInfo _zone;

    // For each UTC day its offset at midnight and, where the clock changes within it, the instant and the offset after.
    private readonly long[] _offsets = [];
    private readonly Dictionary<int, (long At, long After)> _changes = [];

    public BusinessDays(TimeZoneInfo zone)
    {
        _zone = zone;
        if (IsUtc(zone)) { return; }
        _offsets = new long[ProbeCount];
        for (var i = 0; i < ProbeCount; i++) { _offsets[i] = OffsetAt((FirstProbe + i) * MicrosPerDay); }
        for (var i = 0; i + 1 < ProbeCount; i++)
        {
            if (_offsets[i] != _offsets[i + 1]) { _changes[FirstProbe + i] = Change(FirstProbe + i, _offsets[i], _offsets[i + 1]); }
        }
    }

    /// <summary>A hash of how instants become days.</summary>
    public UInt128 Fingerprint
    {
        get
        {
            var hash = new XxHash128();
            hash.Append(MemoryMarshal.AsBytes(_offsets.AsSpan()));
            foreach (var (day, change) in _changes.OrderBy(change => change.Key)) { hash.Append(MemoryMarshal.AsBytes<long>([day, change.At, change.After])); }
            return hash.GetCurrentHashAsUInt128();
        }
    }

    /// <summary>The business day of <paramref name="micros"/> since 1970-01-01T00:00:00Z.</summary>
    public int Of(long micros)
    {
        var day = FloorDay(micros);
        return _offsets.Length == 0 ? day : FloorDay(micros + Offset(day, micros));
    }

    private static int FloorDay(long micros) => (int)(micros >= 0 ? micros / MicrosPerDay : ((micros + 1) / MicrosPerDay) - 1);

    private static bool IsUtc(TimeZoneInfo zone) => zone.BaseUtcOffset == TimeSpan.Zero && !zone.SupportsDaylightSavingTime && zone.GetAdjustmentRules().Length == 0;

    private long Offset(int day, long micros)
    {
        var probe = day - FirstProbe;
        if (unchecked((uint)probe) >= (uint)_offsets.Length) { return OffsetAt(micros); }
        return _changes.TryGetValue(day, out var change) && micros >= change.At ? change.After : _offsets[probe];
    }

    private (long At, long After) Change(int day, long before, long after)
    {
        long low = day * MicrosPerDay, high = low + MicrosPerDay;
        while (high - low > 1_000_000)
        {
            var middle = low + ((high - low) / 2 / 1_000_000 * 1_000_000);
            if (middle == low) { middle += 1_000_000; }
            if (OffsetAt(middle) == before) { low = middle; }
            else { high = middle; }
        }

        return (high, after);
    }

    private long OffsetAt(long micros)
    {
        var clamped = Math.Clamp(micros, -62_000_000_000_000_000, 253_000_000_000_000_000);
        return _zone.GetUtcOffset(DateTimeOffset.UnixEpoch.AddMicroseconds(clamped)).Ticks / 10;
    }
}
