using System.Runtime.CompilerServices;

namespace OnnxTrain.Kernels;

/// <summary>The logarithm to the base 2, ln x / ln 2, computed in float64.</summary>
internal readonly struct Log2Function : IElementary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of<TVector>(TVector x)
        where TVector : struct, ISimdVector<TVector>
    {
        if (TVector.IsSingle) return TVector.InFloat64<Log2Function>(x);
        return LogFunction.Of(x) * TVector.Constant(0, 1.4426950408889634);
    }
}
