namespace OnnxTrain.Kernels;

/// <summary>
/// A function of one number in vectors of any width, of float32 or float64. Its operations are the same for each element, whatever the
/// width: sums, products, quotients and fused multiply-adds, each rounded as IEEE 754 says. So every processor gives the same bits, which
/// the functions of System.Numerics.Tensors and of C libraries do not.
/// </summary>
internal interface IElementary
{
    static abstract TVector Of<TVector>(TVector x)
        where TVector : struct, ISimdVector<TVector>;
}
