using System.Runtime.CompilerServices;

namespace OnnxTrain.Kernels;

/// <summary>1 / (1 + e⁻ˣ).</summary>
internal readonly struct SigmoidFunction : IElementary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of<TVector>(TVector x)
        where TVector : struct, ISimdVector<TVector>
    {
        var one = TVector.Constant(1f, 1.0);
        return one / (one + ExpFunction.Of(-x));
    }
}
