using System.Numerics;
using System.Runtime.CompilerServices;

namespace OnnxTrain.Kernels;

/// <summary>
/// Softmax of lanes so short that a vectorized call for each would cost more than its work: the functions run over a block of lanes at
/// once, and what is done lane by lane is done in plain loops, compiled well at once: at first the compiler would leave them slow.
/// </summary>
[SkipLocalsInit] // scratch on the stack is written before it is read
internal static class ShortLanes
{
    /// <summary>Elements of a lane up to which plain loops are faster.</summary>
    public const int Longest = 32;

    /// <summary>Elements of the whole lanes that fit a tile.</summary>
    public static int BlockSize(int length) => Tiles.Size / length * length;

    /// <summary>y = x − max x − ln Σ e^(x − max x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LogSoftmax<T>(ReadOnlySpan<T> x, Span<T> y, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> powers = stackalloc T[Tiles.Size], sums = stackalloc T[Tiles.Size];
        powers = powers[..x.Length];
        sums = sums[..(x.Length / length)];
        SubtractMax(x, y, length);
        Elementary.Exp(y, powers);
        Sum(powers, sums, length);
        Elementary.Log(sums, sums);
        for (int lane = 0, i = 0; lane < sums.Length; lane++)
        {
            var logarithm = sums[lane];
            for (var end = i + length; i < end; i++) y[i] -= logarithm;
        }
    }

    /// <summary>y = e^(x − max x) / Σ e^(x − max x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Softmax<T>(ReadOnlySpan<T> x, Span<T> y, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> sums = stackalloc T[Tiles.Size];
        sums = sums[..(x.Length / length)];
        SubtractMax(x, y, length);
        Elementary.Exp(y, y);
        Sum(y, sums, length);
        for (int lane = 0, i = 0; lane < sums.Length; lane++)
        {
            var sum = sums[lane];
            for (var end = i + length; i < end; i++) y[i] /= sum;
        }
    }

    /// <summary>Multiplies each lane by a number of its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale<T>(Span<T> x, ReadOnlySpan<T> factors, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int lane = 0, i = 0; lane < factors.Length; lane++)
        {
            var factor = factors[lane];
            for (var end = i + length; i < end; i++) x[i] *= factor;
        }
    }

    /// <summary>A NaN reaches all results of its lane, whether it is taken for the largest element or not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SubtractMax<T>(ReadOnlySpan<T> x, Span<T> y, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var start = 0; start < x.Length; start += length)
        {
            var lane = x.Slice(start, length);
            var to = y.Slice(start, length);
            var max = lane[0];
            foreach (var e in lane) max = e > max ? e : max;
            for (var i = 0; i < lane.Length; i++) to[i] = lane[i] - max;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sum<T>(ReadOnlySpan<T> x, Span<T> sums, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var lane = 0; lane < sums.Length; lane++)
        {
            var sum = T.Zero;
            foreach (var e in x.Slice(lane * length, length)) sum += e;
            sums[lane] = sum;
        }
    }
}
