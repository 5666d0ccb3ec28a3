using System.Runtime.CompilerServices;

namespace OnnxTrain.Kernels;

/// <summary>cosh x = (t² + 1 / t²) / 2 with t = e^(|x| / 2), which does not overflow before the result does; computed in float64.</summary>
internal readonly struct CoshFunction : IElementary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of<TVector>(TVector x)
        where TVector : struct, ISimdVector<TVector>
    {
        if (TVector.IsSingle) return TVector.InFloat64<CoshFunction>(x);
        var half = TVector.Constant(0, 0.5);
        var t = ExpFunction.Of(TVector.Abs(x) * half);
        return (half * t * t) + (half / (t * t));
    }
}
