using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OnnxTrain.Kernels;

/// <summary>
/// The loops over a tile of scores, whose rows are <see cref="AttentionSizes.Tile"/> apart: the online softmax (Milakov and Gimelshein,
/// 2018, "Online normalizer calculation for softmax") and its gradient. They go on to the end of the last vector of a row. Each score goes
/// through the same operations in vectors of any width, so the bits are the same on every processor.
/// </summary>
internal static unsafe class AttentionScores
{
    private const int Stride = AttentionSizes.Tile;

    /// <summary>Queries that see the same keys of a tile, as far as loops go: a vector of float32 at least.</summary>
    private const int Block = 16;

    /// <summary>
    /// Replaces scores s [keys, queries] by e^(s − max), where max is the largest score of the query so far, or 0 for keys j after query i
    /// + <paramref name="shift"/>; updates maxima and sums, and sets <paramref name="factors"/> to e^(old max − max), by which results so
    /// far have to be multiplied.
    /// </summary>
    public static void Exponentiate<T>(T* scores, int keys, int queries, int shift, T* maxima, T* sums, T* factors)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var first = 0; first < queries; first += Block)
        {
            // Keys that are hidden from all queries of a block are not looked at.
            var visible = Math.Clamp(first + Block + shift, 0, keys);
            for (var i = first; i < Math.Min(queries, first + Block); i++)
            {
                for (var j = Math.Max(0, i + shift + 1); j < visible; j++) scores[(j * Stride) + i] = T.NegativeInfinity;
            }

            if (Vector512.IsHardwareAccelerated) Exponentiate<T, SimdVector512<T>>(scores, visible, first, maxima, sums, factors);
            else Exponentiate<T, SimdVector<T>>(scores, visible, first, maxima, sums, factors);
            for (var j = visible; j < keys; j++) new Span<T>(scores + (j * Stride) + first, Block).Clear();
        }
    }

    /// <summary>
    /// For the scores s of a query and the products p = g · v: the weight w = e^(s − logSumExp) replaces s, and the gradient of the score
    /// before scaling, w · (p − delta) · scale, replaces p. With factors f of dropout they are w · f and w · (p · f − delta) · scale.
    /// </summary>
    public static void Differentiate<T>(T* scores, T* products, int keys, T logSumExp, T delta, T scale, T* factors)
        where T : unmanaged, INumberBase<T>
    {
        if (Vector512.IsHardwareAccelerated) Differentiate<T, SimdVector512<T>>(scores, products, keys, logSumExp, delta, scale, factors);
        else Differentiate<T, SimdVector<T>>(scores, products, keys, logSumExp, delta, scale, factors);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Exponentiate<T, TVector>(T* scores, int keys, int first, T* maxima, T* sums, T* factors)
        where T : unmanaged
        where TVector : struct, ISimdVector<TVector>
    {
        TVector least = TVector.Constant(float.NegativeInfinity, double.NegativeInfinity), zero = TVector.Constant(0, 0);
        for (var lane = first; lane < first + Block; lane += TVector.Count)
        {
            var before = TVector.Load(maxima + lane);
            TVector max = before, other = before;
            T* at = scores + lane;
            for (var j = 0; j + 2 <= keys; j += 2, at += 2 * Stride)
            {
                TVector s = TVector.Load(at), t = TVector.Load(at + Stride);
                max = TVector.WhereLess(max, s, s, max);
                other = TVector.WhereLess(other, t, t, other);
            }

            if (keys % 2 == 1)
            {
                var s = TVector.Load(at);
                max = TVector.WhereLess(max, s, s, max);
            }

            // Where all scores are hidden, the largest is −∞, and all powers are to be 0.
            max = TVector.WhereLess(max, other, other, max);
            var shift = TVector.WhereEqual(max, least, zero, max);
            var factor = ExpFunction.Of(before - shift);
            var sum = TVector.Load(sums + lane) * factor;
            at = scores + lane;
            for (var j = 0; j < keys; j++, at += Stride)
            {
                var power = ExpFunction.Of(TVector.Load(at) - shift);
                power.Store(at);
                sum += power;
            }

            max.Store(maxima + lane);
            sum.Store(sums + lane);
            factor.Store(factors + lane);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Differentiate<T, TVector>(T* scores, T* products, int keys, T logSumExp, T delta, T scale, T* factors)
        where T : unmanaged, INumberBase<T>
        where TVector : struct, ISimdVector<TVector>
    {
        TVector shift = Equal<T, TVector>(logSumExp), slope = Equal<T, TVector>(scale), mean = Equal<T, TVector>(-delta * scale);
        for (var j = 0; j < keys; j += TVector.Count)
        {
            var weight = ExpFunction.Of(TVector.Load(scores + j) - shift);
            var product = TVector.Load(products + j);
            var kept = weight;
            if (factors != null)
            {
                var factor = TVector.Load(factors + j);
                (kept, product) = (weight * factor, product * factor);
            }

            kept.Store(scores + j);
            (weight * TVector.FusedMultiplyAdd(product, slope, mean)).Store(products + j);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Equal<T, TVector>(T number)
        where T : unmanaged, INumberBase<T>
        where TVector : struct, ISimdVector<TVector> =>
        TVector.Constant(float.CreateTruncating(number), double.CreateTruncating(number));
}
