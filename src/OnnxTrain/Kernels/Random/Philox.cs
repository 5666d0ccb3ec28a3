using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OnnxTrain.Kernels;

/// <summary>
/// Philox4x32-10 (Salmon, Moraes, Dror and Shaw, 2011, "Parallel random numbers: as easy as 1, 2, 3"): a keyed bijection on
/// counters, so that the number at any place is had without those before it, in any order, on any thread.
/// </summary>
internal static class Philox
{
    private const uint Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9, Weyl1 = 0xBB67AE85;
    private const int Rounds = 10;

    /// <summary>Four random words for the counter (c0, c1, c2, c3) under <paramref name="key"/>.</summary>
    public static (uint X, uint Y, uint Z, uint W) Block(uint c0, uint c1, uint c2, uint c3, ulong key)
    {
        var (k0, k1) = ((uint)key, (uint)(key >> 32));
        for (var round = 0; round < Rounds; round++)
        {
            var p0 = (ulong)Multiplier0 * c0;
            var p1 = (ulong)Multiplier1 * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            k0 += Weyl0;
            k1 += Weyl1;
        }

        return (c0, c1, c2, c3);
    }

    /// <summary>The words of the counters c0 … c0 + 3, one counter after the other; c0 + 3 must not pass the end of its word.</summary>
    public static (Vector256<uint> First, Vector256<uint> Second) FourBlocks(uint c0, uint c1, uint c2, uint c3, ulong key)
    {
        // Each word sits in the lower half of 64 bits, as the widening product wants it.
        var (x, y) = (Vector256.Create<ulong>(c0) + Vector256.Create(0UL, 1, 2, 3), Vector256.Create((ulong)c1));
        var (z, w) = (Vector256.Create((ulong)c2), Vector256.Create((ulong)c3));
        var low = Vector256.Create((ulong)uint.MaxValue);
        var (k0, k1) = ((uint)key, (uint)(key >> 32));
        for (var round = 0; round < Rounds; round++)
        {
            var p0 = Avx2.Multiply(x.AsUInt32(), Vector256.Create((ulong)Multiplier0).AsUInt32());
            var p1 = Avx2.Multiply(z.AsUInt32(), Vector256.Create((ulong)Multiplier1).AsUInt32());
            (x, y) = ((p1 >>> 32) ^ y ^ Vector256.Create((ulong)k0), p1 & low);
            (z, w) = ((p0 >>> 32) ^ w ^ Vector256.Create((ulong)k1), p0 & low);
            k0 += Weyl0;
            k1 += Weyl1;
        }

        var (xy, zw) = (x | (y << 32), z | (w << 32));
        var (even, odd) = (Avx2.UnpackLow(xy, zw), Avx2.UnpackHigh(xy, zw));
        return (Avx2.Permute2x128(even, odd, 0x20).AsUInt32(), Avx2.Permute2x128(even, odd, 0x31).AsUInt32());
    }
}
