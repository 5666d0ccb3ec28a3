using System.Numerics;
using System.Runtime.CompilerServices;

namespace OnnxTrain.Kernels;

/// <summary>
/// tanh x = 1 − 2 / (e²ˣ + 1) from 0.625 on, and x + x³ · P(x²), in float64 divided by Q(x²), below it: Moshier's Cephes library.
/// </summary>
internal readonly struct TanhFunction : IElementary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Of(Vector<float> x)
    {
        var size = Vector.Abs(x);
        var z = x * x;
        var p = new Vector<float>(-5.70498872745e-3f);
        p = Vector.FusedMultiplyAdd(p, z, new(2.06390887954e-2f));
        p = Vector.FusedMultiplyAdd(p, z, new(-5.37397155531e-2f));
        p = Vector.FusedMultiplyAdd(p, z, new(1.33314422036e-1f));
        p = Vector.FusedMultiplyAdd(p, z, new(-3.33332819422e-1f));
        var near = Vector.FusedMultiplyAdd(p * z, x, x);
        var far = Vector<float>.One - (new Vector<float>(2f) / (ExpFunction.Of(size + size) + Vector<float>.One));
        far = Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), -far, far);
        return Vector.ConditionalSelect(Vector.LessThan(size, new(0.625f)), near, far);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Of(Vector<double> x)
    {
        var size = Vector.Abs(x);
        var z = x * x;
        var p = Vector.FusedMultiplyAdd(new(-9.64399179425052238628e-1), z, new(-9.92877231001918586564e1));
        p = Vector.FusedMultiplyAdd(p, z, new(-1.61468768441708447952e3));
        var q = z + new Vector<double>(1.12811678491632931402e2);
        q = Vector.FusedMultiplyAdd(q, z, new(2.23548839060100448583e3));
        q = Vector.FusedMultiplyAdd(q, z, new(4.84406305325125486048e3));
        var near = Vector.FusedMultiplyAdd(z * p / q, x, x);
        var far = Vector<double>.One - (new Vector<double>(2.0) / (ExpFunction.Of(size + size) + Vector<double>.One));
        far = Vector.ConditionalSelect(Vector.LessThan(x, Vector<double>.Zero), -far, far);
        return Vector.ConditionalSelect(Vector.LessThan(size, new(0.625)), near, far);
    }
}
