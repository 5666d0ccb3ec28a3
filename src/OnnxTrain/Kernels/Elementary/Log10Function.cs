using System.Runtime.CompilerServices;

namespace OnnxTrain.Kernels;

/// <summary>The logarithm to the base 10, ln x / ln 10, computed in float64.</summary>
internal readonly struct Log10Function : IElementary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of<TVector>(TVector x)
        where TVector : struct, ISimdVector<TVector>
    {
        if (TVector.IsSingle) return TVector.InFloat64<Log10Function>(x);
        return LogFunction.Of(x) * TVector.Constant(0, 0.43429448190325182765);
    }
}
