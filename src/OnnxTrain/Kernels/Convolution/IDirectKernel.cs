namespace OnnxTrain.Kernels;

/// <summary>
/// The innermost part of a sum over taps that reads the source in place: a few outputs by four vectors of positions. Each element is the
/// same chain of fused multiply-adds as in a matrix product.
/// </summary>
internal unsafe interface IDirectKernel<T>
    where T : unmanaged
{
    /// <summary>Positions of a vector.</summary>
    static abstract int Lanes { get; }

    /// <summary>How many outputs a tile may have, most first; the last is 1.</summary>
    static abstract ReadOnlySpan<int> Heights { get; }

    /// <summary>target[o, v] = finish(Σ weights[p, o] · source[v + offsets[p]]).</summary>
    /// <param name="height">Outputs: one of <see cref="Heights"/>.</param>
    /// <param name="weights">[depth, height].</param>
    /// <param name="offsets">[depth].</param>
    /// <param name="depth">Products that each element sums.</param>
    /// <param name="tile">Where the vectors are.</param>
    /// <param name="finish">What is done to the sums; an addend stands in the target itself.</param>
    static abstract void Multiply(int height, T* weights, int* offsets, int depth, in DirectTile<T> tile, Finish<T> finish);
}
