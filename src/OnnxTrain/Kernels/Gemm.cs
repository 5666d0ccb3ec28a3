using System.Numerics;

namespace OnnxTrain.Kernels;

/// <summary>C = A·B with either operand transposed.</summary>
internal static class Gemm
{
    /// <summary>Binds C [m, n] = op(A) [m, k] · op(B) [k, n]; op transposes where asked.</summary>
    public static Action Bind<T>(Block<T> a, Block<T> b, Block<T> c, int m, int n, int k, bool transposeA, bool transposeB, KernelWidth? width = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (k == 0 || m == 0 || n == 0) return () => c.Span.Clear();
        return (width ?? Fitting<T>(n)) switch
        {
            KernelWidth.Vector512 => new BlockedGemm<T, MicroKernel512<T>>(a, b, c, m, n, k, transposeA, transposeB).Run,
            KernelWidth.Vector256 => new BlockedGemm<T, MicroKernel256<T>>(a, b, c, m, n, k, transposeA, transposeB).Run,
            KernelWidth.Vector128 => new BlockedGemm<T, MicroKernel128<T>>(a, b, c, m, n, k, transposeA, transposeB).Run,
            _ => new BlockedGemm<T, MicroKernelScalar<T>>(a, b, c, m, n, k, transposeA, transposeB).Run,
        };
    }

    /// <summary>The widest kernel whose tile a narrow product still fills by more than half; all give the same bits.</summary>
    private static unsafe KernelWidth Fitting<T>(int columns)
        where T : unmanaged
    {
        var width = InstructionSets.Current;
        while (width > KernelWidth.Vector128 && columns * sizeof(T) * 2 <= TileBytes(width)) width--;
        return width;
    }

    /// <summary>Bytes of a row of the register tile: two vectors.</summary>
    private static int TileBytes(KernelWidth width) => width switch
    {
        KernelWidth.Vector512 => 128,
        KernelWidth.Vector256 => 64,
        _ => 32,
    };
}
