using System.Numerics;
using System.Runtime.CompilerServices;

namespace OnnxTrain.Kernels;

/// <summary>The logarithm to the base 10, ln x / ln 10, computed in float64.</summary>
internal readonly struct Log10Function : IElementary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Of(Vector<float> x) => Elementary.InFloat64<Log10Function>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Of(Vector<double> x) => LogFunction.Of(x) * new Vector<double>(0.43429448190325182765);
}
