using System.Numerics;
using System.Runtime.CompilerServices;

namespace OnnxTrain.Kernels;

/// <summary>The tangent, sin x / cos x, computed in float64.</summary>
internal readonly struct TanFunction : IElementary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Of(Vector<float> x) => Elementary.InFloat64<TanFunction>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Of(Vector<double> x) => Waves.Sin(x, 0) / Waves.Sin(x, 1);
}
