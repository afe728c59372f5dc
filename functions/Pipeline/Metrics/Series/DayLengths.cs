using System.Buffers;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Pipeline.Metrics.Reading;

namespace Pipeline.Metrics.Series;

/// <summary>The lengths of each day of an axis, in no order: those of a day begin at its start.</summary>
internal sealed class DayLengths(int[] starts, int[] lengths, int longest) : IDayInputs
{
    private readonly UInt128[] _hashes = new UInt128[longest + 1];

    /// <summary>How many days the axis has.</summary>
    public int Days => starts.Length - 1;

    public int Longest => longest;

    public ReadOnlySpan<int> this[int index] => lengths.AsSpan(starts[index]..starts[index + 1]);

    public bool IsNothing(int index) => starts[index + 1] == 0;

    // Lengths of a day have no order, so sums of their hashes are compared.
    public void Write(IBufferWriter<byte> output, int index, int count)
    {
        Span<UInt128> ofDay = stackalloc UInt128[2];
        for (var day = index; day < index + count; day++)
        {
            ofDay[0] = 0;
            ofDay[1] = (uint)this[day].Length;
            foreach (var length in this[day]) { ofDay[0] = unchecked(ofDay[0] + HashOf(length)); }
            output.Write(MemoryMarshal.AsBytes(ofDay));
        }
    }

    private UInt128 HashOf(int length)
    {
        ref var hash = ref _hashes[length];
        if (hash == 0) { hash = XxHash128.HashToUInt128(MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in length))); }
        return hash;
    }
}
