using System.Numerics;

namespace OnnxTrain.Kernels;

/// <summary>
/// Products of few rows with the same weights, again and again: C [rows, n] = A [rows, k] · op(W) [k, n], or added to C. The weights are
/// packed once; each element is one chain of additions, whatever the rows and the panels of a call.
/// </summary>
internal abstract unsafe class RecurrentProduct<T>
    where T : unmanaged
{
    /// <summary>Panels of columns.</summary>
    public abstract int Panels { get; }

    /// <summary>Elements that <see cref="PackRows"/> writes for so many rows.</summary>
    public abstract int PackedLength(int rows);

    /// <summary>Packs the weights, which may have changed.</summary>
    public abstract void PackWeights();

    /// <summary>Packs rows of A.</summary>
    public abstract void PackRows(Rows<T> a, int rows, T* packed);

    /// <summary>Multiplies packed rows with the panels from <paramref name="panel"/> on and before <paramref name="endPanel"/>.</summary>
    public abstract void Multiply(T* packed, int rows, Rows<T> c, int panel, int endPanel, bool adds);
}

/// <summary>Selects the kernel.</summary>
internal static unsafe class RecurrentProduct
{
    /// <param name="weights">[k, n], or [n, k] where they are transposed.</param>
    /// <param name="n">Columns.</param>
    /// <param name="k">Depth.</param>
    /// <param name="isTransposed">Whether the weights lie in memory as [n, k].</param>
    /// <param name="scratch">Memory for the packed weights.</param>
    public static RecurrentProduct<T> Create<T>(Block<T> weights, int n, int k, bool isTransposed, Scratch scratch)
        where T : unmanaged, IFloatingPointIeee754<T> => InstructionSets.Current switch
        {
            KernelWidth.Vector512 when n * sizeof(T) > 64 => new PackedProduct<T, MicroKernel512<T>>(weights, n, k, isTransposed, scratch),
            KernelWidth.Vector512 when n * sizeof(T) > 32 =>
                new PackedProduct<T, MicroKernel512Narrow<T>>(weights, n, k, isTransposed, scratch),
            >= KernelWidth.Vector256 when n * sizeof(T) > 32 =>
                new PackedProduct<T, MicroKernel256<T>>(weights, n, k, isTransposed, scratch),
            >= KernelWidth.Vector128 => new PackedProduct<T, MicroKernel128<T>>(weights, n, k, isTransposed, scratch),
            _ => new PackedProduct<T, MicroKernelScalar<T>>(weights, n, k, isTransposed, scratch),
        };
}
