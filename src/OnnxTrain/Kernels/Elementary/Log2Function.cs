using System.Numerics;
using System.Runtime.CompilerServices;

namespace OnnxTrain.Kernels;

/// <summary>The logarithm to the base 2, ln x / ln 2, computed in float64.</summary>
internal readonly struct Log2Function : IElementary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Of(Vector<float> x) => Elementary.InFloat64<Log2Function>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Of(Vector<double> x) => LogFunction.Of(x) * new Vector<double>(1.4426950408889634);
}
