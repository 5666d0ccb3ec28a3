using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// The common part of convolution, its transpose and its gradient by the weights, which are each linear in two of x, w and y.
/// </summary>
/// <remarks>
/// y[n, o, p] = Σ w[o, c, k] · x[n, c, p · stride + k · dilation − before] over the channels c of o's group and the taps k. x is [batch,
/// channels, spatial axes …], w [outputs, channels / groups, taps …], y [batch, outputs, positions …].
/// </remarks>
internal abstract record ConvolutionOp(Window Window, int Groups) : FloatOp
{
    /// <summary>The shape [outputs, channels / groups, taps …] for given axes of x and y.</summary>
    protected Shape WeightShape(Dimension outputs, Dimension channels) =>
        [outputs, channels.Size / Groups, .. Window.Kernel.Select(k => (Dimension)k)];

    /// <exception cref="ShapeException">The channels are named, or the groups do not divide them.</exception>
    protected void RequireGroups(Shape shape, string what)
    {
        if (!shape[1].IsFixed)
            throw new ShapeException($"{Name}: axis 1 of {shape}, the {what}, must be a number.");
        if (shape[1].Size % Groups != 0 || shape[1].Size == 0)
            throw new ShapeException($"{Name}: {Groups} groups do not divide the {shape[1]} {what} of {shape}.");
    }

    /// <summary>The sum over taps for concrete shapes; weights have the layout of w.</summary>
    protected TapProblem<T> Problem<T>(
        Block<T> source, Block<T> weights, Block<T> target, TapGrid grid, int batch, int channels, int outputs)
        where T : unmanaged
    {
        WindowAxis[] axes = [.. Enumerable.Repeat(WindowAxis.Single, 3 - Window.Rank), .. Window.Axes];
        var (perGroup, each) = (channels / Groups, outputs / Groups);
        return new(source, weights, target, grid)
        {
            Batch = batch,
            Groups = Groups,
            Channels = perGroup,
            Outputs = each,
            Kernel = (axes[0].Kernel, axes[1].Kernel, axes[2].Kernel),
            GroupStride = each * perGroup * Window.Taps,
            OutputStride = perGroup * Window.Taps,
            ChannelStride = Window.Taps,
        };
    }

    /// <summary>Two operations for each product of a weight and an element.</summary>
    protected long Products(TensorType y, TensorType w) => 2 * y.Shape.ElementCount * w.Shape[1].Size * Window.Taps;
}
