using Pipeline.Parquet.Encodings;

namespace Pipeline.Parquet.Tests.Encodings;

public sealed class BitPackingTests
{
    private const int Count = 64;

    [Fact]
    public void Every_width_packs_the_same_with_and_without_the_machines_own_instructions()
    {
        for (var width = 0; width <= 32; width++)
        {
            var values = Values(width);
            byte[] fast = new byte[(Count / 8 * width) + 8], portable = new byte[fast.Length];
            BitPacking.Pack(values, width, fast);
            BitPacking.PackPortably(values, width, portable);
            Assert.Equal(portable[..^8], fast[..^8]);
        }
    }

    [Fact]
    public void Every_width_unpacks_the_same_with_and_without_the_machines_own_instructions()
    {
        for (var width = 0; width <= 32; width++)
        {
            var values = Values(width);
            var packed = new byte[(Count / 8 * width) + 8];
            BitPacking.PackPortably(values, width, packed);
            int[] fast = new int[Count], portable = new int[Count];
            foreach (var end in new[] { packed.Length - 8, packed.Length })
            {
                BitPacking.Unpack(packed.AsSpan(0, end), width, fast);
                BitPacking.UnpackPortably(packed.AsSpan(0, end), width, portable);
                Assert.Equal(values, fast);
                Assert.Equal(values, portable);
            }
        }
    }

    [Fact]
    public void Wide_values_pack_as_narrow_ones_do()
    {
        for (var width = 0; width <= 32; width++)
        {
            var values = Values(width);
            byte[] wide = new byte[(Count / 8 * width) + 8], narrow = new byte[wide.Length];
            BitPacking.Pack([.. values.Select(value => (ulong)unchecked((uint)value))], width, wide);
            BitPacking.PackPortably(values, width, narrow);
            Assert.Equal(narrow[..^8], wide[..^8]);
        }
    }

    private static int[] Values(int width)
    {
        var random = new Random(width);
        return [.. Enumerable.Range(0, Count).Select(_ => unchecked((int)(random.NextInt64() & ((1L << width) - 1))))];
    }
}
