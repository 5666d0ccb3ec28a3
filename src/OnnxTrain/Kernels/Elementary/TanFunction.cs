using System.Runtime.CompilerServices;

namespace OnnxTrain.Kernels;

/// <summary>The tangent, sin x / cos x, computed in float64.</summary>
internal readonly struct TanFunction : IElementary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of<TVector>(TVector x)
        where TVector : struct, ISimdVector<TVector>
    {
        if (TVector.IsSingle) return TVector.InFloat64<TanFunction>(x);
        return Waves.Sin(x, 0) / Waves.Sin(x, 1);
    }
}
