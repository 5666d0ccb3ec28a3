using System.Runtime.CompilerServices;

namespace OnnxTrain.Kernels;

/// <summary>
/// Φ(x) = ½ (1 + erf(x/√2)) of float32, the distribution function of the standard normal. erf t ≈ t · P(t²) / Q(t²) on ±3.925, beyond which
/// erf is ±1 in float32, fitted for the least largest error, 1.7 · 10⁻⁸. All coefficients are positive, so no digits cancel.
/// </summary>
internal readonly struct NormalFunction : IElementary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of<TVector>(TVector x)
        where TVector : struct, ISimdVector<TVector>
    {
        TVector one = C<TVector>(1), half = C<TVector>(0.5f), bound = C<TVector>(3.925f), at = x * C<TVector>(0.70710678f);
        var t = TVector.WhereLess(at, -bound, -bound, at);
        t = TVector.WhereLess(bound, t, bound, t);
        var square = t * t;
        var p = C<TVector>(2.0308942821966032e-06f);
        p = TVector.FusedMultiplyAdd(p, square, C<TVector>(0.00028748702153526544f));
        p = TVector.FusedMultiplyAdd(p, square, C<TVector>(0.0038761321176229067f));
        p = TVector.FusedMultiplyAdd(p, square, C<TVector>(0.053083755164988505f));
        p = TVector.FusedMultiplyAdd(p, square, C<TVector>(0.1929681017611924f));
        p = TVector.FusedMultiplyAdd(p, square, C<TVector>(1.128379020039076f));
        var q = C<TVector>(3.803143614441016e-05f);
        q = TVector.FusedMultiplyAdd(q, square, C<TVector>(0.001189701214569065f));
        q = TVector.FusedMultiplyAdd(q, square, C<TVector>(0.015187968739371886f));
        q = TVector.FusedMultiplyAdd(q, square, C<TVector>(0.11516560978564443f));
        q = TVector.FusedMultiplyAdd(q, square, C<TVector>(0.5043451674270458f));
        q = TVector.FusedMultiplyAdd(q, square, one);
        var erf = t * p / q;
        erf = TVector.WhereLess(bound, at, one, erf);
        erf = TVector.WhereLess(at, -bound, -one, erf);
        return TVector.FusedMultiplyAdd(erf, half, half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector C<TVector>(float number)
        where TVector : struct, ISimdVector<TVector> => TVector.Constant(number, number);
}
