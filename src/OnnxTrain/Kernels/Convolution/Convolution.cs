using System.Numerics;

namespace OnnxTrain.Kernels;

/// <summary>Sums over taps and their gradients: which kernel computes them.</summary>
internal static class Convolution
{
    public static Action Bind<T>(TapProblem<T> problem, Scratch scratch, KernelWidth? width = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (problem.Target.Length == 0) return static () => { };
        return (width ?? InstructionSets.Current) switch
        {
            KernelWidth.Vector512 when IsDirect(problem, DirectSum<T, DirectKernel512<T>>.Filled(problem.Grid)) => new DirectSum<T, DirectKernel512<T>>(problem, scratch).Run,
            KernelWidth.Vector512 => new TapProduct<T, MicroKernel512<T>>(problem, scratch).Run,
            KernelWidth.Vector256 when IsDirect(problem, DirectSum<T, DirectKernel256<T>>.Filled(problem.Grid)) => new DirectSum<T, DirectKernel256<T>>(problem, scratch).Run,
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
    /// Whether reading in place is faster than packing. A panel's row takes as long to pack as five of its products; slivers are filled up to four rows. Tiles read in place lose
    /// the lanes beyond the rows' ends.
    /// </summary>
    private static bool IsDirect<T>(TapProblem<T> problem, double filled)
        where T : unmanaged
    {
        var outputs = (double)problem.Outputs;
        return 0.9 * filled > outputs / (5 + (Math.Ceiling(outputs / 4) * 4));
    }
}
