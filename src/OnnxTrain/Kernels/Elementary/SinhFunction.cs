using System.Runtime.CompilerServices;

namespace OnnxTrain.Kernels;

/// <summary>sinh x = ±(t² − 1 / t²) / 2 with t = e^(|x| / 2), computed in float64; near 0 digits cancel.</summary>
internal readonly struct SinhFunction : IElementary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of<TVector>(TVector x)
        where TVector : struct, ISimdVector<TVector>
    {
        if (TVector.IsSingle) return TVector.InFloat64<SinhFunction>(x);
        var half = TVector.Constant(0, 0.5);
        var t = ExpFunction.Of(TVector.Abs(x) * half);
        var size = (half * t * t) - (half / (t * t));
        return TVector.WhereLess(x, TVector.Constant(0, 0.0), -size, size);
    }
}
