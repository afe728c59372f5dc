using System.Numerics;

namespace Pipeline.Parquet.Reading;

/// <summary>Moves values, read one after another, to the rows they belong to.</summary>
internal static class Spreading
{
    /// <summary>In place, from the last row backwards; rows without a value become zero.</summary>
    public static void Spread<T>(T[] values, int rowCount, ulong[]? validity)
        where T : struct
    {
        if (validity is null) { return; }
        var next = 0;
        for (var i = 0; i < validity.Length; i++) { next += BitOperations.PopCount(validity[i]); }
        for (var first = (rowCount - 1) & ~63; first >= 0; first -= 64)
        {
            var word = validity[first >> 6];
            if (word == ulong.MaxValue)
            {
                next -= 64;
                values.AsSpan(next, 64).CopyTo(values.AsSpan(first));
                continue;
            }

            var count = Math.Min(rowCount - first, 64);
            if (word == 0)
            {
                values.AsSpan(first, count).Clear();
                continue;
            }

            for (var row = count - 1; row >= 0; row--)
            {
                values[first + row] = ((word >> row) & 1) != 0 ? values[--next] : default;
            }
        }
    }
}
