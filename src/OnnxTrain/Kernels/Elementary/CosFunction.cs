using System.Runtime.CompilerServices;

namespace OnnxTrain.Kernels;

/// <summary>The cosine, computed in float64.</summary>
internal readonly struct CosFunction : IElementary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of<TVector>(TVector x)
        where TVector : struct, ISimdVector<TVector>
    {
        if (TVector.IsSingle) return TVector.InFloat64<CosFunction>(x);
        return Waves.Sin(x, 1);
    }
}
