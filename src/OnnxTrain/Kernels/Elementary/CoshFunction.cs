using System.Numerics;
using System.Runtime.CompilerServices;

namespace OnnxTrain.Kernels;

/// <summary>cosh x = (t² + 1 / t²) / 2 with t = e^(|x| / 2), which does not overflow before the result does; computed in float64.</summary>
internal readonly struct CoshFunction : IElementary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Of(Vector<float> x) => Elementary.InFloat64<CoshFunction>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Of(Vector<double> x)
    {
        var (half, t) = (new Vector<double>(0.5), ExpFunction.Of(Vector.Abs(x) * 0.5));
        return (half * t * t) + (half / (t * t));
    }
}
