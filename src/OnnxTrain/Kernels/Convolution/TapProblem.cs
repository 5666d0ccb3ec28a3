namespace OnnxTrain.Kernels;

/// <summary>
/// target[n, g, o, position] = max(Σ over channels c and taps t of weights[g, o, c, t] · source[n, g, c, position + t] + bias[g, o],
/// floor).
/// </summary>
/// <param name="Source">[batch, groups · channels, …].</param>
/// <param name="Weights">By <see cref="GroupStride"/>, <see cref="OutputStride"/> and <see cref="ChannelStride"/>, taps side by
/// side.</param>
/// <param name="Target">[batch, groups · outputs, …].</param>
/// <param name="Grid">Positions and taps.</param>
internal readonly record struct TapProblem<T>(Block<T> Source, Block<T> Weights, Block<T> Target, TapGrid Grid)
    where T : unmanaged
{
    public int Batch { get; init; }

    public int Groups { get; init; }

    /// <summary>Channels of the source in each group.</summary>
    public int Channels { get; init; }

    /// <summary>Channels of the target in each group.</summary>
    public int Outputs { get; init; }

    /// <summary>Taps of the whole window along each axis, which lay out the weights.</summary>
    public (int Depth, int Height, int Width) Kernel { get; init; }

    public int GroupStride { get; init; }

    public int OutputStride { get; init; }

    public int ChannelStride { get; init; }

    /// <summary>[groups · outputs]; nothing when it is empty.</summary>
    public Block<T> Bias { get; init; }

    /// <summary>Whether negative results become zero (ReLU).</summary>
    public bool FusesRelu { get; init; }

    /// <summary>Products that each element sums.</summary>
    public int Sum => Channels * Grid.Taps.Count;

    /// <summary>Where the weight of a tap lies, seen from the first tap of its channel.</summary>
    public int Tap(int index)
    {
        var (depth, height, width) = Grid.Taps[index];
        return (((depth * Kernel.Height) + height) * Kernel.Width) + width;
    }

    /// <summary>Copies the positions of a tile to the target.</summary>
    /// <param name="tile">[outputs, lanes].</param>
    /// <param name="runs">Which of its lanes go where.</param>
    /// <param name="target">The first output's channel.</param>
    /// <param name="outputs">Rows of the tile.</param>
    public unsafe void Copy(Rows<T> tile, ReadOnlySpan<Segment> runs, T* target, int outputs)
    {
        var (plane, stride) = (Grid.TargetPlane, Grid.Width.TargetStride);
        for (var i = 0; i < outputs; i++, target += plane)
        {
            foreach (var run in runs)
            {
                T* from = tile.At(i, run.Lane).First, to = target + run.Target;
                if (stride == 1) ShortCopy.Copy(from, to, run.Count);
                else
                {
                    for (var j = 0; j < run.Count; j++) to[(long)j * stride] = from[j];
                }
            }
        }
    }
}
