using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pipeline.Parse.Reading;

/// <summary>SHA-256 of eight short messages at once, a lane of a vector each.</summary>
/// <remarks>A column of e-mail addresses is hashed row by row otherwise, which costs more than everything else about the row. Tested against the framework's HMAC.</remarks>
internal static class Sha256Lanes
{
    public const int Count = 8;
    public const int BlockBytes = 64;

    private static readonly uint[] Rounds =
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    private static readonly uint[] Start = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

    /// <summary>The state before the first block, the same in every lane.</summary>
    public static Vector256<uint>[] Initial() => [.. Start.Select(Vector256.Create)];

    /// <summary>Takes a block of each lane into the state.</summary>
    /// <param name="state">Eight words of state.</param>
    /// <param name="words">Room for 64 words, of which the first 16 are the block.</param>
    public static void Compress(Span<Vector256<uint>> state, Span<Vector256<uint>> words)
    {
        Expand(words[..64]);
        ref var word = ref words[0];
        ref var round = ref MemoryMarshal.GetArrayDataReference(Rounds);
        var (a, b, c, d) = (state[0], state[1], state[2], state[3]);
        var (e, f, g, h) = (state[4], state[5], state[6], state[7]);
        var differing = b ^ c;
        // Eight rounds at a time, after which every part of the state is in its place again without having been moved.
        for (var i = 0; i < 64; i += 8)
        {
            Round(ref d, ref h, word + Vector256.Create(round), Chosen(e, f, g), Agreed(a, b, ref differing));
            Round(ref c, ref g, Unsafe.Add(ref word, 1) + Vector256.Create(Unsafe.Add(ref round, 1)), Chosen(d, e, f), Agreed(h, a, ref differing));
            Round(ref b, ref f, Unsafe.Add(ref word, 2) + Vector256.Create(Unsafe.Add(ref round, 2)), Chosen(c, d, e), Agreed(g, h, ref differing));
            Round(ref a, ref e, Unsafe.Add(ref word, 3) + Vector256.Create(Unsafe.Add(ref round, 3)), Chosen(b, c, d), Agreed(f, g, ref differing));
            Round(ref h, ref d, Unsafe.Add(ref word, 4) + Vector256.Create(Unsafe.Add(ref round, 4)), Chosen(a, b, c), Agreed(e, f, ref differing));
            Round(ref g, ref c, Unsafe.Add(ref word, 5) + Vector256.Create(Unsafe.Add(ref round, 5)), Chosen(h, a, b), Agreed(d, e, ref differing));
            Round(ref f, ref b, Unsafe.Add(ref word, 6) + Vector256.Create(Unsafe.Add(ref round, 6)), Chosen(g, h, a), Agreed(c, d, ref differing));
            Round(ref e, ref a, Unsafe.Add(ref word, 7) + Vector256.Create(Unsafe.Add(ref round, 7)), Chosen(f, g, h), Agreed(b, c, ref differing));
            word = ref Unsafe.Add(ref word, 8);
            round = ref Unsafe.Add(ref round, 8);
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }

    /// <summary>The words from 16 to 63, each from earlier ones.</summary>
    private static void Expand(Span<Vector256<uint>> words)
    {
        ref var word = ref words[0];
        for (var left = 48; left > 0; left--)
        {
            var (two, fifteen) = (Unsafe.Add(ref word, 14), Unsafe.Add(ref word, 1));
            var first = Rotate(fifteen, 7) ^ Rotate(fifteen, 18) ^ Vector256.ShiftRightLogical(fifteen, 3);
            var second = Rotate(two, 17) ^ Rotate(two, 19) ^ Vector256.ShiftRightLogical(two, 10);
            Unsafe.Add(ref word, 16) = word + first + Unsafe.Add(ref word, 9) + second;
            word = ref Unsafe.Add(ref word, 1);
        }
    }

    /// <summary>One round. What is known before the round before it has ended is added first, so that least waits for that.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(ref Vector256<uint> d, ref Vector256<uint> h, Vector256<uint> word, Vector256<uint> chosen, Vector256<uint> agreed)
    {
        var sum = h + word + chosen;
        d += sum;
        h = sum + agreed;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Chosen(Vector256<uint> e, Vector256<uint> f, Vector256<uint> g) => (g ^ (e & (f ^ g))) + (Rotate(e, 6) ^ Rotate(e, 11) ^ Rotate(e, 25));

    /// <param name="a">The first word of the state.</param>
    /// <param name="b">The second.</param>
    /// <param name="differing">Bits in which the second and the third word differ; for the next round becomes those of the first and the second.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Agreed(Vector256<uint> a, Vector256<uint> b, ref Vector256<uint> differing)
    {
        var next = a ^ b;
        var agreed = b ^ (next & differing);
        differing = next;
        return agreed + (Rotate(a, 2) ^ Rotate(a, 13) ^ Rotate(a, 22));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Rotate(Vector256<uint> value, int bits) => Vector256.ShiftRightLogical(value, bits) | Vector256.ShiftLeft(value, 32 - bits);
}
