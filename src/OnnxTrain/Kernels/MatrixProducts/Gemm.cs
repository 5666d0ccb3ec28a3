using System.Numerics;

namespace OnnxTrain.Kernels;

/// <summary>Selects the kernel for matrix products.</summary>
internal static class Gemm
{
    /// <summary>Multiply-adds below which one thread is faster than two.</summary>
    public const long Grain = 400_000;

    /// <summary>Chunks of work to aim at, so that threads end together.</summary>
    public const int Chunks = 24;

    /// <summary>Columns that are few: one high sliver holds them.</summary>
    private const int FewColumns = 12;

    public static Action Bind<T>(GemmProblem<T> problem, Scratch scratch, KernelWidth? width = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (problem.M == 0 || problem.N == 0) return static () => { };
        var kernels = width ?? InstructionSets.Current;
        return problem.N <= FewColumns && problem.M > problem.N
            ? new SwappedGemm<T>(problem, scratch, kernels).Run
            : BindBlocked(problem, scratch, kernels);
    }

    public static Action BindBlocked<T>(GemmProblem<T> problem, Scratch scratch, KernelWidth width)
        where T : unmanaged, IFloatingPointIeee754<T> => width switch
        {
            KernelWidth.Vector512 when Fills(problem, 64) => new BlockedGemm<T, MicroKernel512<T>>(problem, scratch).Run,
            KernelWidth.Vector512 when Fills(problem, 32) => new BlockedGemm<T, MicroKernel512Narrow<T>>(problem, scratch).Run,
            >= KernelWidth.Vector256 when Fills(problem, 32) => new BlockedGemm<T, MicroKernel256<T>>(problem, scratch).Run,
            >= KernelWidth.Vector128 => new BlockedGemm<T, MicroKernel128<T>>(problem, scratch).Run,
            _ => new BlockedGemm<T, MicroKernelScalar<T>>(problem, scratch).Run,
        };

    /// <summary>Whether a row of C is wider than so many bytes: half of a kernel's tile. All kernels give the same bits.</summary>
    private static unsafe bool Fills<T>(GemmProblem<T> problem, int bytes)
        where T : unmanaged => problem.N * sizeof(T) > bytes;
}
