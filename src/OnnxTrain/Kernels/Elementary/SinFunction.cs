using System.Runtime.CompilerServices;

namespace OnnxTrain.Kernels;

/// <summary>The sine, computed in float64.</summary>
internal readonly struct SinFunction : IElementary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of<TVector>(TVector x)
        where TVector : struct, ISimdVector<TVector>
    {
        if (TVector.IsSingle) return TVector.InFloat64<SinFunction>(x);
        return Waves.Sin(x, 0);
    }
}
