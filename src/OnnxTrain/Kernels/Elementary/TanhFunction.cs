using System.Runtime.CompilerServices;

namespace OnnxTrain.Kernels;

/// <summary>
/// tanh x = 1 − 2 / (e²ˣ + 1) from 0.625 on, and x + x³ · P(x²), in float64 divided by Q(x²), below it: Moshier's Cephes library.
/// </summary>
internal readonly struct TanhFunction : IElementary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of<TVector>(TVector x)
        where TVector : struct, ISimdVector<TVector>
    {
        var size = TVector.Abs(x);
        var z = x * x;
        var near = TVector.FusedMultiplyAdd(TVector.IsSingle ? Single(z) : Double(z), x, x);

        // From 20 on the result is 1 in both types. NaN stays NaN.
        var (one, two, largest) = (TVector.Constant(1f, 1.0), TVector.Constant(2f, 2.0), TVector.Constant(20f, 20.0));
        var limited = TVector.WhereLess(largest, size, largest, size);
        var far = one - (two / (ExpFunction.OfModerate(limited + limited) + one));
        far = TVector.OrBits(far, TVector.AndBits(x, TVector.Constant(-0f, -0.0)));
        return TVector.WhereLess(size, TVector.Constant(0.625f, 0.625), near, far);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Single<TVector>(TVector z)
        where TVector : struct, ISimdVector<TVector>
    {
        var p = TVector.Constant(-5.70498872745e-3f, 0);
        p = TVector.FusedMultiplyAdd(p, z, TVector.Constant(2.06390887954e-2f, 0));
        p = TVector.FusedMultiplyAdd(p, z, TVector.Constant(-5.37397155531e-2f, 0));
        p = TVector.FusedMultiplyAdd(p, z, TVector.Constant(1.33314422036e-1f, 0));
        return TVector.FusedMultiplyAdd(p, z, TVector.Constant(-3.33332819422e-1f, 0)) * z;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Double<TVector>(TVector z)
        where TVector : struct, ISimdVector<TVector>
    {
        var p = TVector.Constant(0, -9.64399179425052238628e-1);
        p = TVector.FusedMultiplyAdd(p, z, TVector.Constant(0, -9.92877231001918586564e1));
        p = TVector.FusedMultiplyAdd(p, z, TVector.Constant(0, -1.61468768441708447952e3));
        var q = z + TVector.Constant(0, 1.12811678491632931402e2);
        q = TVector.FusedMultiplyAdd(q, z, TVector.Constant(0, 2.23548839060100448583e3));
        q = TVector.FusedMultiplyAdd(q, z, TVector.Constant(0, 4.84406305325125486048e3));
        return z * p / q;
    }
}
