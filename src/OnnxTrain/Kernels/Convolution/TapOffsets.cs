namespace OnnxTrain.Kernels;

/// <summary>What each product of a sum over taps reads, channel by channel, in each tap by tap.</summary>
internal static unsafe class TapOffsets
{
    /// <summary>
    /// Where each product's element lies, seen from the position, and where its weight does, seen from the output's first.
    /// </summary>
    public static (Block<int> Sources, Block<int> Weights) Of<T>(TapProblem<T> problem, TapSource<T> source, Scratch scratch)
        where T : unmanaged
    {
        var (sources, weights) = (scratch.Allocate<int>(Math.Max(1, problem.Sum)), scratch.Allocate<int>(Math.Max(1, problem.Sum)));
        for (var p = 0; p < problem.Sum; p++)
        {
            var (channel, tap) = Math.DivRem(p, problem.Grid.Taps.Count);
            sources.Pointer[p] = (channel * source.PlaneLength) + source.TapOffsets[tap];
            weights.Pointer[p] = (channel * problem.ChannelStride) + problem.Tap(tap);
        }

        return (sources, weights);
    }
}
