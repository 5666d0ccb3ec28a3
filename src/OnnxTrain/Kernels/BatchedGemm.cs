using System.Numerics;

namespace OnnxTrain.Kernels;

/// <summary>Many matrix products of one size. Threads take whole products, so that small ones keep all threads busy too.</summary>
internal static class BatchedGemm
{
    /// <summary>Multiply-adds that a thread takes at a time, at least.</summary>
    private const long Grain = 400_000;

    /// <summary>Chunks of products to aim at, so that threads end together; fewer than a third of that many large products are shared out one by one.</summary>
    private const int Chunks = 24;

    /// <summary>The products, each with the bits that it has by itself.</summary>
    public static Action Bind<T>(IReadOnlyList<GemmProblem<T>> problems, Scratch scratch)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (problems.Count == 0) return static () => { };
        var work = Math.Max(1, (long)problems[0].M * problems[0].N * problems[0].K);
        var isApart = problems.Count >= Chunks / 3 || work < 2 * Grain;
        var grain = isApart ? (int)Math.Max((problems.Count + Chunks - 1) / Chunks, Math.Min(problems.Count, Grain / work)) : problems.Count;

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
