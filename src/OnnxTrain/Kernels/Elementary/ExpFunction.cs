using System.Numerics;
using System.Runtime.CompilerServices;

namespace OnnxTrain.Kernels;

/// <summary>
/// eˣ = 2ⁿ · eʳ with n the whole number nearest to x / ln 2 and |r| ≤ ½ ln 2, n · ln 2 taken away in two parts (Cody and Waite, 1980). eʳ is
/// a polynomial: in float32 that of Moshier's Cephes library (expf), in float64 the Taylor series to the power 13.
/// </summary>
internal readonly struct ExpFunction : IElementary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Of(Vector<float> x)
    {
        // Beyond these bounds the result is 0 or infinite. Adding 1.5 · 2²³ rounds to a whole number.
        x = Vector.Min(Vector.Max(x, new(-104f)), new(89f));
        var magic = new Vector<float>(12582912f);
        var n = Vector.FusedMultiplyAdd(x, new(1.44269504f), magic) - magic;
        var r = Vector.FusedMultiplyAdd(n, new(2.12194440e-4f), Vector.FusedMultiplyAdd(n, new(-0.693359375f), x));
        var p = new Vector<float>(1.9875691500e-4f);
        p = Vector.FusedMultiplyAdd(p, r, new(1.3981999507e-3f));
        p = Vector.FusedMultiplyAdd(p, r, new(8.3334519073e-3f));
        p = Vector.FusedMultiplyAdd(p, r, new(4.1665795894e-2f));
        p = Vector.FusedMultiplyAdd(p, r, new(1.6666665459e-1f));
        p = Vector.FusedMultiplyAdd(p, r, new(5.0000001201e-1f));
        p = Vector.FusedMultiplyAdd(p, r * r, r) + Vector<float>.One;

        // 2ⁿ in two factors, since it may lie beyond the range of float32 where the result does not.
        var whole = Vector.ConvertToInt32(n);
        var half = whole >> 1;
        return p * Power(half) * Power(whole - half);

        static Vector<float> Power(Vector<int> n) => ((n + new Vector<int>(127)) << 23).As<int, float>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Of(Vector<double> x)
    {
        x = Vector.Min(Vector.Max(x, new(-746.0)), new(710.0));
        var magic = new Vector<double>(6755399441055744.0);
        var n = Vector.FusedMultiplyAdd(x, new(1.4426950408889634), magic) - magic;
        var r = Vector.FusedMultiplyAdd(n, new(-1.90821492927058770002e-10), Vector.FusedMultiplyAdd(n, new(-6.93147180369123816490e-01), x));
        var p = new Vector<double>(1.0 / 6227020800);
        p = Vector.FusedMultiplyAdd(p, r, new(1.0 / 479001600));
        p = Vector.FusedMultiplyAdd(p, r, new(1.0 / 39916800));
        p = Vector.FusedMultiplyAdd(p, r, new(1.0 / 3628800));
        p = Vector.FusedMultiplyAdd(p, r, new(1.0 / 362880));
        p = Vector.FusedMultiplyAdd(p, r, new(1.0 / 40320));
        p = Vector.FusedMultiplyAdd(p, r, new(1.0 / 5040));
        p = Vector.FusedMultiplyAdd(p, r, new(1.0 / 720));
        p = Vector.FusedMultiplyAdd(p, r, new(1.0 / 120));
        p = Vector.FusedMultiplyAdd(p, r, new(1.0 / 24));
        p = Vector.FusedMultiplyAdd(p, r, new(1.0 / 6));
        p = Vector.FusedMultiplyAdd(p, r, new(0.5));
        p = Vector.FusedMultiplyAdd(p, r * r, r) + Vector<double>.One;

        // 2ⁿ in two factors. The lowest bits of a whole number added to 1.5 · 2⁵² are the number.
        var half = Vector.FusedMultiplyAdd(n, new(0.5), magic) - magic;
        return p * Power(half) * Power(n - half);

        static Vector<double> Power(Vector<double> n) => ((n + new Vector<double>(6755399441055744.0 + 1023)).As<double, long>() << 52).As<long, double>();
    }
}
