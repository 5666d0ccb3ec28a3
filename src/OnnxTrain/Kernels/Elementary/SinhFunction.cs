using System.Numerics;
using System.Runtime.CompilerServices;

namespace OnnxTrain.Kernels;

/// <summary>sinh x = ±(t² − 1 / t²) / 2 with t = e^(|x| / 2), computed in float64; near 0 digits cancel.</summary>
internal readonly struct SinhFunction : IElementary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Of(Vector<float> x) => Elementary.InFloat64<SinhFunction>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Of(Vector<double> x)
    {
        var (half, t) = (new Vector<double>(0.5), ExpFunction.Of(Vector.Abs(x) * 0.5));
        var size = (half * t * t) - (half / (t * t));
        return Vector.ConditionalSelect(Vector.LessThan(x, Vector<double>.Zero), -size, size);
    }
}
