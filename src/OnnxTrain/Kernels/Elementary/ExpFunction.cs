using System.Runtime.CompilerServices;

namespace OnnxTrain.Kernels;

/// <summary>
/// eˣ = 2ⁿ · eʳ with n the whole number nearest to x / ln 2 and |r| ≤ ½ ln 2, n · ln 2 taken away in two parts (Cody and Waite, 1980). eʳ
/// is a polynomial: in float32 that of Moshier's Cephes library (expf), in float64 the Taylor series to the power 13.
/// </summary>
internal readonly struct ExpFunction : IElementary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of<TVector>(TVector x)
        where TVector : struct, ISimdVector<TVector>
    {
        // Beyond these bounds the result is 0 or infinite. NaN stays NaN.
        var (low, high) = (TVector.Constant(-104f, -746.0), TVector.Constant(89f, 710.0));
        x = TVector.WhereLess(x, low, low, x);
        x = TVector.WhereLess(high, x, high, x);
        var p = Reduced(x, out var n);

        // 2ⁿ in two factors, since it may lie beyond the range of the type where the result does not.
        var half = Whole(n, TVector.Constant(0.5f, 0.5));
        return p * PowerOfTwo(half) * PowerOfTwo(n - half);
    }

    /// <summary>eˣ where the result and 2ⁿ are normal numbers: |x| ≤ 87.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector OfModerate<TVector>(TVector x)
        where TVector : struct, ISimdVector<TVector> => Reduced(x, out var n) * PowerOfTwo(n);

    /// <summary>eʳ, and n.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Reduced<TVector>(TVector x, out TVector n)
        where TVector : struct, ISimdVector<TVector>
    {
        n = Whole(x, TVector.Constant(1.44269504f, 1.4426950408889634));
        var r = TVector.FusedMultiplyAdd(n, TVector.Constant(-0.693359375f, -6.93147180369123816490e-01), x);
        r = TVector.FusedMultiplyAdd(n, TVector.Constant(2.12194440e-4f, -1.90821492927058770002e-10), r);
        return TVector.FusedMultiplyAdd(TVector.IsSingle ? Single(r) : Double(r), r * r, r) + TVector.Constant(1f, 1.0);
    }

    /// <summary>The whole number nearest to x · factor: adding 1.5 · 2²³, or 1.5 · 2⁵², rounds to one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Whole<TVector>(TVector x, TVector factor)
        where TVector : struct, ISimdVector<TVector> => TVector.FusedMultiplyAdd(x, factor, Magic<TVector>()) - Magic<TVector>();

    /// <summary>2ⁿ: the lowest bits of a whole number added to 1.5 · 2²³, or 1.5 · 2⁵², are the number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector PowerOfTwo<TVector>(TVector n)
        where TVector : struct, ISimdVector<TVector> =>
        TVector.LowestBitsToExponent(n + TVector.Constant(12582912f + 127f, 6755399441055744.0 + 1023.0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Magic<TVector>()
        where TVector : struct, ISimdVector<TVector> => TVector.Constant(12582912f, 6755399441055744.0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Single<TVector>(TVector r)
        where TVector : struct, ISimdVector<TVector>
    {
        var p = TVector.Constant(1.9875691500e-4f, 0);
        p = TVector.FusedMultiplyAdd(p, r, TVector.Constant(1.3981999507e-3f, 0));
        p = TVector.FusedMultiplyAdd(p, r, TVector.Constant(8.3334519073e-3f, 0));
        p = TVector.FusedMultiplyAdd(p, r, TVector.Constant(4.1665795894e-2f, 0));
        p = TVector.FusedMultiplyAdd(p, r, TVector.Constant(1.6666665459e-1f, 0));
        return TVector.FusedMultiplyAdd(p, r, TVector.Constant(5.0000001201e-1f, 0));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Double<TVector>(TVector r)
        where TVector : struct, ISimdVector<TVector>
    {
        var p = TVector.Constant(0, 1.0 / 6227020800);
        p = TVector.FusedMultiplyAdd(p, r, TVector.Constant(0, 1.0 / 479001600));
        p = TVector.FusedMultiplyAdd(p, r, TVector.Constant(0, 1.0 / 39916800));
        p = TVector.FusedMultiplyAdd(p, r, TVector.Constant(0, 1.0 / 3628800));
        p = TVector.FusedMultiplyAdd(p, r, TVector.Constant(0, 1.0 / 362880));
        p = TVector.FusedMultiplyAdd(p, r, TVector.Constant(0, 1.0 / 40320));
        p = TVector.FusedMultiplyAdd(p, r, TVector.Constant(0, 1.0 / 5040));
        p = TVector.FusedMultiplyAdd(p, r, TVector.Constant(0, 1.0 / 720));
        p = TVector.FusedMultiplyAdd(p, r, TVector.Constant(0, 1.0 / 120));
        p = TVector.FusedMultiplyAdd(p, r, TVector.Constant(0, 1.0 / 24));
        p = TVector.FusedMultiplyAdd(p, r, TVector.Constant(0, 1.0 / 6));
        return TVector.FusedMultiplyAdd(p, r, TVector.Constant(0, 0.5));
    }
}
