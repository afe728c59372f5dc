using System.Buffers;
using System.Runtime.InteropServices;

namespace Pipeline.Metrics.Reading;

/// <summary>What happened on each day, from one day on.</summary>
/// <param name="First">The day.</param>
/// <param name="Counts">Rows of each day.</param>
/// <param name="Amounts">Amounts of the same days, if any were added up; otherwise the counts are the amounts.</param>
/// <param name="Missing">Rows of the same days whose amount is missing, if there are any.</param>
internal sealed record DayFigures(int First, int[] Counts, DayAmounts? Amounts, int[]? Missing)
{
    /// <summary>The first day on which something happened; <see cref="int.MaxValue"/> when nothing did.</summary>
    public int FirstUsed()
    {
        var first = Math.Min(Used(Counts.AsSpan().IndexOfAnyExcept(0)), Math.Min(Used(Amounts?.FirstUsed() ?? -1), Used(Missing.AsSpan().IndexOfAnyExcept(0))));
        return first == int.MaxValue ? first : First + first;

        static int Used(int slot) => slot < 0 ? int.MaxValue : slot;
    }

    /// <summary>The amount of a day.</summary>
    public Int128 Amount(int day)
    {
        var slot = day - First;
        if (slot < 0 || slot >= Counts.Length) { return 0; }
        return Amounts is null ? (Int128)Counts[slot] * Exact.One : Amounts[slot];
    }

    /// <summary>Writes the figures of some days.</summary>
    public void Write(IBufferWriter<byte> output, int start, int count)
    {
        Write(output, Counts, start - First, count);
        Amounts?.Write(output, start - First, count);
        if (Missing is not null) { Write(output, Missing, start - First, count); }
    }

    /// <summary>Writes some slots of an array; those that it does not have are 0.</summary>
    public static void Write<T>(IBufferWriter<byte> output, T[] values, int start, int count)
        where T : unmanaged
    {
        var before = Math.Clamp(-start, 0, count);
        var inside = Math.Clamp(values.Length - start - before, 0, count - before);
        Zeros(before);
        output.Write(MemoryMarshal.AsBytes(values.AsSpan(inside == 0 ? 0 : start + before, inside)));
        Zeros(count - before - inside);

        void Zeros(int some)
        {
            var length = MemoryMarshal.AsBytes<T>([default]).Length * some;
            if (length == 0) { return; }
            output.GetSpan(length)[..length].Clear();
            output.Advance(length);
        }
    }
}
