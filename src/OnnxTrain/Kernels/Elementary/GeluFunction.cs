using System.Runtime.CompilerServices;

namespace OnnxTrain.Kernels;

/// <summary>x · Φ(x) of float32, Φ the distribution function of the standard normal: ½ x (1 + erf(x/√2)).</summary>
internal readonly struct GeluFunction : IElementary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of<TVector>(TVector x)
        where TVector : struct, ISimdVector<TVector> => x * NormalFunction.Of(x);
}
