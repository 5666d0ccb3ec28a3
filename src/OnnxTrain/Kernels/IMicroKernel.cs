namespace OnnxTrain.Kernels;

/// <summary>
/// The innermost part of a matrix product, one for each instruction set: a register tile of C. Each element is the same chain of
/// fused multiply-adds over the depth in all of them, so all give the same bits.
/// </summary>
internal unsafe interface IMicroKernel<T>
    where T : unmanaged
{
    /// <summary>Rows of the tile.</summary>
    static abstract int Rows { get; }

    /// <summary>Columns of the tile.</summary>
    static abstract int Columns { get; }

    /// <summary>C [rows, columns] = A · B, or += with <paramref name="accumulate"/>.</summary>
    /// <param name="a">[depth, rows], packed.</param>
    /// <param name="b">[depth, columns], packed.</param>
    /// <param name="c">Rows <paramref name="stride"/> elements apart.</param>
    /// <param name="stride">Elements from one row of C to the next.</param>
    /// <param name="depth">How many products each element sums.</param>
    /// <param name="accumulate">Whether C is added to.</param>
    static abstract void Multiply(T* a, T* b, T* c, int stride, int depth, bool accumulate);
}
