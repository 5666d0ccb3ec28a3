using System.Numerics;

namespace OnnxTrain.Kernels;

/// <summary>
/// Products of few rows with the same weights, again and again: C [rows, n] = addend + A [rows, k] · op(W) [k, n]. The weights are packed
/// once; each element is one chain of additions, whatever the rows and the panels of a call.
/// </summary>
internal abstract unsafe class RecurrentProduct<T>
    where T : unmanaged
{
    /// <summary>Panels of columns.</summary>
    public abstract int Panels { get; }

    /// <summary>Rows that are packed together; products with the same number pack rows in the same way.</summary>
    public abstract int RowsTogether { get; }

    /// <summary>Elements that <see cref="PackRows"/> writes for so many rows.</summary>
    public abstract int PackedLength(int rows);

    /// <summary>Reserves memory for the packed weights; to be called once, before <see cref="PackWeights"/>.</summary>
    public abstract void Allocate(Scratch scratch);

    /// <summary>Packs the weights, which may have changed.</summary>
    public abstract void PackWeights();

    /// <summary>Packs rows of A.</summary>
    public abstract void PackRows(Rows<T> a, int rows, T* packed);

    /// <summary>Multiplies packed rows with the panels from <paramref name="panel"/> on and before <paramref name="endPanel"/>.</summary>
    /// <param name="packed">The packed rows.</param>
    /// <param name="rows">Their number.</param>
    /// <param name="c">The target.</param>
    /// <param name="addend">Rows to add, such as those of the target; a stride of 0 adds one row to each; a null pointer adds
    /// nothing.</param>
    /// <param name="panel">The first panel.</param>
    /// <param name="endPanel">The panel after the last.</param>
    public abstract void Multiply(T* packed, int rows, Rows<T> c, Rows<T> addend, int panel, int endPanel);

    /// <summary>Multiplies packed rows with all panels.</summary>
    public void Multiply(T* packed, int rows, Rows<T> c, Rows<T> addend) => Multiply(packed, rows, c, addend, 0, Panels);
}

/// <summary>Selects the kernel.</summary>
internal static unsafe class RecurrentProduct
{
    /// <param name="weights">[k, n], or [n, k] where they are transposed.</param>
    /// <param name="n">Columns.</param>
    /// <param name="k">Depth.</param>
    /// <param name="isTransposed">Whether the weights lie in memory as [n, k].</param>
    public static RecurrentProduct<T> Create<T>(Block<T> weights, int n, int k, bool isTransposed)
        where T : unmanaged, IFloatingPointIeee754<T> => InstructionSets.Current switch
        {
            KernelWidth.Vector512 when n * sizeof(T) > 64 => new PackedProduct<T, MicroKernel512<T>>(weights, n, k, isTransposed),
            KernelWidth.Vector512 when n * sizeof(T) > 32 =>
                new PackedProduct<T, MicroKernel512Narrow<T>>(weights, n, k, isTransposed),
            >= KernelWidth.Vector256 when n * sizeof(T) > 32 =>
                new PackedProduct<T, MicroKernel256<T>>(weights, n, k, isTransposed),
            >= KernelWidth.Vector128 => new PackedProduct<T, MicroKernel128<T>>(weights, n, k, isTransposed),
            _ => new PackedProduct<T, MicroKernelScalar<T>>(weights, n, k, isTransposed),
        };
}
