using System.Runtime.CompilerServices;

namespace OnnxTrain.Kernels;

/// <summary>The derivative of x · Φ(x) of float32: Φ(x) + x · e^(−x²/2) / √(2π).</summary>
internal readonly struct GeluSlopeFunction : IElementary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of<TVector>(TVector x)
        where TVector : struct, ISimdVector<TVector>
    {
        var density = ExpFunction.Of(x * x * TVector.Constant(-0.5f, -0.5)) * TVector.Constant(0.39894228f, 0.3989422804014327);
        return TVector.FusedMultiplyAdd(x, density, NormalFunction.Of(x));
    }
}
