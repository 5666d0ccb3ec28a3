using System.Runtime.CompilerServices;

namespace OnnxTrain.Kernels;

/// <summary>
/// ln x = e · ln 2 + ln m with x = 2ᵉ m and √½ ≤ m &lt; √2. ln m is in float32 the polynomial of Moshier's Cephes library (logf), in
/// float64 the series in f / (2 + f), f = m − 1, of fdlibm (Sun Microsystems, 1993).
/// </summary>
internal readonly struct LogFunction : IElementary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of<TVector>(TVector x)
        where TVector : struct, ISimdVector<TVector>
    {
        // A number below the normal ones is first multiplied by 2²³, or 2⁵².
        var (zero, one) = (TVector.Constant(0f, 0.0), TVector.Constant(1f, 1.0));
        var smallestNormal = TVector.Constant(1.17549435e-38f, 2.2250738585072014e-308);
        var bits = TVector.WhereLess(x, smallestNormal, x * TVector.Constant(8388608f, 4503599627370496.0), x);

        // The exponent, and 127 or 1023 more to be positive, stands in the lowest bits; 1.5 · 2²³, or 1.5 · 2⁵², makes a number of it.
        var halfRoot = TVector.Bits(0x3f3504f3 - (127 << 23), 0x3fe6a09e667f3bcd - (1023L << 52));
        var exponent = TVector.ExponentToLowestBits(TVector.SubtractBits(bits, halfRoot));
        var mantissa = TVector.SubtractBits(bits, TVector.LowestBitsToExponent(exponent));
        var f = TVector.AddBits(mantissa, TVector.Bits(127 << 23, 1023L << 52)) - one;
        var e = TVector.AddBits(exponent, TVector.Constant(12582912f, 6755399441055744.0));
        e -= TVector.Constant(12582912f + 127f, 6755399441055744.0 + 1023.0);
        e -= TVector.WhereLess(x, smallestNormal, TVector.Constant(23f, 52.0), zero);

        var y = TVector.IsSingle ? Single(f, e) : Double(f, e);
        y = TVector.WhereLess(x, TVector.Constant(float.PositiveInfinity, double.PositiveInfinity), y, x); // infinity and NaN stay
        y = TVector.WhereEqual(x, zero, TVector.Constant(float.NegativeInfinity, double.NegativeInfinity), y);
        return TVector.WhereLess(x, zero, TVector.Constant(float.NaN, double.NaN), y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Single<TVector>(TVector f, TVector e)
        where TVector : struct, ISimdVector<TVector>
    {
        var p = TVector.Constant(7.0376836292e-2f, 0);
        p = TVector.FusedMultiplyAdd(p, f, TVector.Constant(-1.1514610310e-1f, 0));
        p = TVector.FusedMultiplyAdd(p, f, TVector.Constant(1.1676998740e-1f, 0));
        p = TVector.FusedMultiplyAdd(p, f, TVector.Constant(-1.2420140846e-1f, 0));
        p = TVector.FusedMultiplyAdd(p, f, TVector.Constant(1.4249322787e-1f, 0));
        p = TVector.FusedMultiplyAdd(p, f, TVector.Constant(-1.6668057665e-1f, 0));
        p = TVector.FusedMultiplyAdd(p, f, TVector.Constant(2.0000714765e-1f, 0));
        p = TVector.FusedMultiplyAdd(p, f, TVector.Constant(-2.4999993993e-1f, 0));
        p = TVector.FusedMultiplyAdd(p, f, TVector.Constant(3.3333331174e-1f, 0));
        var z = f * f;
        var y = TVector.FusedMultiplyAdd(e, TVector.Constant(-2.12194440e-4f, 0), p * f * z);
        y = f + TVector.FusedMultiplyAdd(z, TVector.Constant(-0.5f, 0), y);
        return TVector.FusedMultiplyAdd(e, TVector.Constant(0.693359375f, 0), y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Double<TVector>(TVector f, TVector e)
        where TVector : struct, ISimdVector<TVector>
    {
        var s = f / (TVector.Constant(0, 2.0) + f);
        var z = s * s;
        var w = z * z;
        var odd = TVector.Constant(0, 1.479819860511658591e-01);
        odd = TVector.FusedMultiplyAdd(w, odd, TVector.Constant(0, 1.818357216161805012e-01));
        odd = TVector.FusedMultiplyAdd(w, odd, TVector.Constant(0, 2.857142874366239149e-01));
        odd = TVector.FusedMultiplyAdd(w, odd, TVector.Constant(0, 6.666666666666735130e-01));
        var even = TVector.Constant(0, 1.531383769920937332e-01);
        even = TVector.FusedMultiplyAdd(w, even, TVector.Constant(0, 2.222219843214978396e-01));
        even = TVector.FusedMultiplyAdd(w, even, TVector.Constant(0, 3.999999999940941908e-01));
        var r = (z * odd) + (w * even);
        var half = TVector.Constant(0, 0.5) * f * f;
        var low = TVector.FusedMultiplyAdd(s, half + r, e * TVector.Constant(0, 1.90821492927058770002e-10));
        return (e * TVector.Constant(0, 6.93147180369123816490e-01)) - ((half - low) - f);
    }
}
