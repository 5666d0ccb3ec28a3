using System.Numerics;

namespace OnnxTrain.Kernels;

/// <summary>Selects the kernel for sums over taps and their gradients.</summary>
internal static class Convolution
{
    public static Action Bind<T>(TapProblem<T> problem, Scratch scratch, KernelWidth? width = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (problem.Target.Length == 0) return static () => { };
        return (width ?? InstructionSets.Current) switch
        {
            KernelWidth.Vector512 when Direct<T, MicroKernel512<T>>(problem, DirectKernel512<T>.Lanes) is { } layout => new DirectSum<
                T, DirectKernel512<T>
            >(problem, layout, scratch).Run,
            KernelWidth.Vector512 => new TapProduct<T, MicroKernel512<T>>(problem, scratch).Run,
            KernelWidth.Vector256 when Direct<T, MicroKernel256<T>>(problem, DirectKernel256<T>.Lanes) is { } layout => new DirectSum<
                T, DirectKernel256<T>
            >(problem, layout, scratch).Run,
            KernelWidth.Vector256 => new TapProduct<T, MicroKernel256<T>>(problem, scratch).Run,
            KernelWidth.Vector128 => new TapProduct<T, MicroKernel128<T>>(problem, scratch).Run,
            _ => new TapProduct<T, MicroKernelScalar<T>>(problem, scratch).Run,
        };
    }

    public static unsafe Action BindWeightGradient<T>(TapProblem<T> problem, Scratch scratch, KernelWidth? width = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (problem.Weights.Length == 0) return static () => { };
        if (problem is { Channels: 1, Outputs: <= 2 }) return new DirectWeightGradient<T>(problem, scratch).Run;
        var bytes = problem.Sum * sizeof(T);
        return (width ?? InstructionSets.Current) switch
        {
            KernelWidth.Vector512 when bytes > 64 => new TapWeightGradient<T, MicroKernel512<T>>(problem, scratch).Run,
            KernelWidth.Vector512 => new TapWeightGradient<T, MicroKernel512Narrow<T>>(problem, scratch).Run,
            KernelWidth.Vector256 => new TapWeightGradient<T, MicroKernel256<T>>(problem, scratch).Run,
            KernelWidth.Vector128 => new TapWeightGradient<T, MicroKernel128<T>>(problem, scratch).Run,
            _ => new TapWeightGradient<T, MicroKernelScalar<T>>(problem, scratch).Run,
        };
    }

    /// <summary>
    /// How to read in place, where that is faster than packing: tiles read in place lose the lanes that are no positions. A panel's row
    /// takes as long to pack as five of its products, and a low sliver half as long again as its rows; both were found by measuring.
    /// </summary>
    private static DirectLayout? Direct<T, TKernel>(TapProblem<T> problem, int lanes)
        where T : unmanaged
        where TKernel : struct, IMicroKernel<T>
    {
        var (layout, slivers) = (new DirectLayout(problem.Grid, lanes), new SliverLayout<T, TKernel>(problem.Outputs));
        var low = Enumerable.Range(0, slivers.Count).Count(sliver => slivers.Height(sliver) < TKernel.Rows);
        return 0.9 * layout.Filled > problem.Outputs / (5 + slivers.Rows + (low * TKernel.LowRows * 0.5)) ? layout : null;
    }
}
