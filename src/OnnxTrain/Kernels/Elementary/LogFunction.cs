using System.Numerics;
using System.Runtime.CompilerServices;

namespace OnnxTrain.Kernels;

/// <summary>
/// ln x = e · ln 2 + ln m with x = 2ᵉ m and √½ ≤ m &lt; √2. ln m is in float32 the polynomial of Moshier's Cephes library (logf), in float64
/// the series in f / (2 + f), f = m − 1, of fdlibm (Sun Microsystems, 1993).
/// </summary>
internal readonly struct LogFunction : IElementary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Of(Vector<float> x)
    {
        // A number below the normal ones is first made larger by 2²³.
        var isSmall = Vector.LessThan(x, new(1.17549435e-38f));
        var bits = Vector.ConditionalSelect(isSmall, x * new Vector<float>(8388608f), x).As<float, int>();
        var exponent = (bits - new Vector<int>(0x3f3504f3)) >> 23;
        var f = (bits - (exponent << 23)).As<int, float>() - Vector<float>.One;
        var e = Vector.ConvertToSingle(exponent) - Vector.ConditionalSelect(isSmall, new Vector<float>(23f), Vector<float>.Zero);
        var p = new Vector<float>(7.0376836292e-2f);
        p = Vector.FusedMultiplyAdd(p, f, new(-1.1514610310e-1f));
        p = Vector.FusedMultiplyAdd(p, f, new(1.1676998740e-1f));
        p = Vector.FusedMultiplyAdd(p, f, new(-1.2420140846e-1f));
        p = Vector.FusedMultiplyAdd(p, f, new(1.4249322787e-1f));
        p = Vector.FusedMultiplyAdd(p, f, new(-1.6668057665e-1f));
        p = Vector.FusedMultiplyAdd(p, f, new(2.0000714765e-1f));
        p = Vector.FusedMultiplyAdd(p, f, new(-2.4999993993e-1f));
        p = Vector.FusedMultiplyAdd(p, f, new(3.3333331174e-1f));
        var z = f * f;
        var y = Vector.FusedMultiplyAdd(e, new(-2.12194440e-4f), p * f * z);
        y = Vector.FusedMultiplyAdd(e, new(0.693359375f), f + Vector.FusedMultiplyAdd(z, new(-0.5f), y));
        y = Vector.ConditionalSelect(Vector.LessThan(x, new(float.PositiveInfinity)), y, x); // infinity and NaN stay
        y = Vector.ConditionalSelect(Vector.Equals(x, Vector<float>.Zero), new(float.NegativeInfinity), y);
        return Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), new(float.NaN), y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Of(Vector<double> x)
    {
        var isSmall = Vector.LessThan(x, new(2.2250738585072014e-308));
        var bits = Vector.ConditionalSelect(isSmall, x * new Vector<double>(4503599627370496.0), x).As<double, long>();
        var exponent = (bits - new Vector<long>(0x3fe6a09e667f3bcd - (1023L << 52))) >>> 52; // and 1023 more, to be positive
        var f = (bits - (exponent << 52) + new Vector<long>(1023L << 52)).As<long, double>() - Vector<double>.One;
        var magic = new Vector<double>(6755399441055744.0); // 1.5 · 2⁵²: its lowest bits hold a whole number
        var e = (exponent + magic.As<double, long>()).As<long, double>() - (magic + new Vector<double>(1023.0));
        e -= Vector.ConditionalSelect(isSmall, new Vector<double>(52.0), Vector<double>.Zero);
        var s = f / (new Vector<double>(2.0) + f);
        var z = s * s;
        var w = z * z;
        var odd = Vector.FusedMultiplyAdd(w, new(1.479819860511658591e-01), new(1.818357216161805012e-01));
        odd = Vector.FusedMultiplyAdd(w, odd, new(2.857142874366239149e-01));
        odd = Vector.FusedMultiplyAdd(w, odd, new(6.666666666666735130e-01));
        var even = Vector.FusedMultiplyAdd(w, new(1.531383769920937332e-01), new(2.222219843214978396e-01));
        even = Vector.FusedMultiplyAdd(w, even, new(3.999999999940941908e-01));
        var r = (z * odd) + (w * even);
        var half = new Vector<double>(0.5) * f * f;
        var low = Vector.FusedMultiplyAdd(s, half + r, e * new Vector<double>(1.90821492927058770002e-10));
        var y = (e * new Vector<double>(6.93147180369123816490e-01)) - ((half - low) - f);
        y = Vector.ConditionalSelect(Vector.LessThan(x, new(double.PositiveInfinity)), y, x);
        y = Vector.ConditionalSelect(Vector.Equals(x, Vector<double>.Zero), new(double.NegativeInfinity), y);
        return Vector.ConditionalSelect(Vector.LessThan(x, Vector<double>.Zero), new(double.NaN), y);
    }
}
