using System.Numerics;

namespace OnnxTrain.Kernels;

/// <summary>Many matrix products of one size. Threads take whole products, so that small ones keep all threads busy too.</summary>
internal static class BatchedGemm
{
    /// <summary>
    /// The products, each with the bits that it has by itself. A few large ones come one after the other, each on all threads.
    /// </summary>
    public static Action Bind<T>(IReadOnlyList<GemmProblem<T>> problems, Scratch scratch)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (problems.Count == 0) return static () => { };
        var work = Math.Max(1, (long)problems[0].M * problems[0].N * problems[0].K);
        var isApart = problems.Count >= Gemm.Chunks / 3 || work < 2 * Gemm.Grain;
        var grain = isApart
            ? (int)Math.Max((problems.Count + Gemm.Chunks - 1) / Gemm.Chunks, Math.Min(problems.Count, Gemm.Grain / work))
            : problems.Count;

        // The products of a chunk run one after the other: they share memory, which other chunks do not touch.
        var products = new Action[problems.Count];
        var own = scratch;
        for (var i = 0; i < products.Length; i++)
        {
            if (i % grain == 0 && grain < products.Length) own = scratch.Apart();
            products[i] = Gemm.Bind(problems[i], own);
        }

        return new ParallelLoop(products.Length, grain, (from, to) =>
        {
            foreach (var product in products.AsSpan(from, to - from)) product();
        }).Run;
    }
}
