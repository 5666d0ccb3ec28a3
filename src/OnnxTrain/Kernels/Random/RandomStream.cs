using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OnnxTrain.Kernels;

/// <summary>Random numbers addressed by position: the same (seed, step, stream, position) gives the same number.</summary>
internal readonly struct RandomStream(ulong seed, ulong step, uint stream)
{
    private const double Unit = 1.0 / (1UL << 53);

    /// <summary>Uniform on [0, 1), 53 bits.</summary>
    public double Uniform(ulong position)
    {
        var (x, y, _, _) = Words(position);
        return ((((ulong)x << 32) | y) >> 11) * Unit;
    }

    /// <summary>Standard normal, by the method of Box and Muller (1958): √(−2 ln u) · cos 2πv.</summary>
    public double Normal(ulong position)
    {
        var (x, y, z, w) = Words(position);
        var u = (((((ulong)x << 32) | y) >> 11) + 1) * Unit;
        var v = ((((ulong)z << 32) | w) >> 11) * Unit;
        return Math.Sqrt(-2 * Elementary.Log(u)) * Elementary.Cos(2 * Math.PI * v);
    }

    /// <summary>Four random words for positions 4·<paramref name="block"/> … 4·<paramref name="block"/> + 3.</summary>
    public (uint X, uint Y, uint Z, uint W) Words(ulong block) =>
        Philox.Block((uint)block, High(block), (uint)step, stream, seed);

    /// <summary>The words for positions from 4·<paramref name="block"/> on.</summary>
    public void Words(ulong block, Span<uint> words)
    {
        const int group = 16;
        for (; words.Length >= group && Avx2.IsSupported && (uint)block <= uint.MaxValue - 3; block += 4, words = words[group..])
        {
            var (first, second) = Philox.FourBlocks((uint)block, High(block), (uint)step, stream, seed);
            first.CopyTo(words);
            second.CopyTo(words[Vector256<uint>.Count..]);
        }

        Span<uint> four = stackalloc uint[4];
        for (; words.Length > 0; block++, words = words[Math.Min(four.Length, words.Length)..])
        {
            (four[0], four[1], four[2], four[3]) = Words(block);
            four[..Math.Min(four.Length, words.Length)].CopyTo(words);
        }
    }

    private uint High(ulong block) => (uint)(block >> 32) ^ (uint)(step >> 32);
}
