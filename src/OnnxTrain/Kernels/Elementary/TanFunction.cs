using System.Numerics;
using System.Runtime.CompilerServices;

namespace OnnxTrain.Kernels;

/// <summary>The tangent, sin x / cos x, computed in float64.</summary>
internal readonly struct TanFunction : IElementary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Of(Vector<float> x)
    {
        Vector.Widen(x, out var low, out var high);
        return Vector.Narrow(Of(low), Of(high));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Of(Vector<double> x) => Waves.Sin(x, 0) / Waves.Sin(x, 1);
}
