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

    /// <summary>Rows of the lower tile that ends a matrix whose rows do not fill the last one.</summary>
    static abstract int LowRows { get; }

    /// <summary>Columns of either tile.</summary>
    static abstract int Columns { get; }

    /// <summary>C [rows, columns] = finish(A · B).</summary>
    /// <param name="a">[depth, rows].</param>
    /// <param name="b">[depth, columns].</param>
    /// <param name="c">[rows, columns].</param>
    /// <param name="depth">How many products each element sums.</param>
    /// <param name="finish">What is done to the sums.</param>
    static abstract void Multiply(Rows<T> a, Rows<T> b, Rows<T> c, int depth, Finish<T> finish);

    /// <summary>The same for a tile of <see cref="LowRows"/>.</summary>
    static abstract void MultiplyLow(Rows<T> a, Rows<T> b, Rows<T> c, int depth, Finish<T> finish);
}
