namespace OnnxTrain;

public partial class Value
{
    /// <summary>The elements under each position of a window, as a column: im2col.</summary>
    /// <param name="kernelSize">Taps of the window along each spatial axis.</param>
    /// <param name="dilation">The distance between taps; default 1.</param>
    /// <param name="padding">The zero padding around the image.</param>
    /// <param name="stride">The stride; default 1.</param>
    /// <returns>[batch, channels · taps, positions] for this value [batch, channels, spatial axes …], in the order of PyTorch's
    /// <c>unfold</c>.</returns>
    /// <exception cref="ShapeException">An axis after the batch is named, or too short for the window.</exception>
    public Value Unfold(Extent kernelSize, Extent dilation = default, Padding padding = default, Extent stride = default)
    {
        var axes = SpatialAxes(nameof(Unfold));
        if (Shape.Skip(1).Any(d => !d.IsFixed))
            throw new ShapeException($"Unfold: {Shape} has a named axis after the batch; their lengths must be known.");
        var window = Window(axes, kernelSize.For(axes, "kernel size", 1), stride, 1, padding, dilation);
        int[] positions = [.. window.Positions(nameof(Unfold), Shape).Select(d => (int)d.Size)];
        var padded = Pad([.. window.Axes.Select(a => a.Before)], [.. window.Axes.Select(a => a.After)]);
        Dimension channels = Shape[1], all = positions.Aggregate(1L, (product, n) => product * n);

        // A tap sees every stride-th element: one slice along each axis.
        var taps = TapsOf([.. window.Axes.Select(a => a.Kernel)])
            .Select(tap =>
                window
                    .Axes.Select((a, i) => (Axis: i + 2, First: tap[i] * a.Dilation, a.Stride, Count: positions[i]))
                    .Aggregate(padded, (x, s) => x.Slice(s.Axis, s.First, s.First + ((s.Count - 1) * s.Stride) + 1, s.Stride))
                    .Reshape([Shape[0], channels, 1, all]))
            .ToArray();
        return Concat(2, taps).Reshape([Shape[0], channels.Size * taps.Length, all]);
    }

    /// <summary>
    /// Adds up the columns of <see cref="Unfold"/> at their original positions: col2im. It is the transpose of <see cref="Unfold"/>, not
    /// its inverse.
    /// </summary>
    /// <param name="outputSize">The spatial axes of the result: two numbers, or three.</param>
    /// <param name="kernelSize">Taps of the window along each spatial axis.</param>
    /// <param name="dilation">The distance between taps; default 1.</param>
    /// <param name="padding">The padding, which is cropped from the result.</param>
    /// <param name="stride">The stride; default 1.</param>
    /// <returns>[batch, channels, spatial axes …] for this value [batch, channels · taps, positions].</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Value Fold(
        IReadOnlyList<int> outputSize, Extent kernelSize, Extent dilation = default, Padding padding = default, Extent stride = default)
    {
        ArgumentNullException.ThrowIfNull(outputSize);
        var taps = kernelSize.For(outputSize.Count, "kernel size", 1).Aggregate(1L, (product, n) => product * n);
        if (Rank != 3 || !Shape[1].IsFixed || Shape[1].Size % taps != 0)
            throw new ShapeException($"Fold: {Type} must be [batch, channels · {taps} taps, positions].");
        var image = Zeros([Shape[0], Shape[1].Size / taps, .. outputSize.Select(n => (Dimension)n)], ElementType);
        var columns = image.Unfold(kernelSize, dilation, padding, stride);
        return columns.Shape.Equals(Shape)
            ? Gradients.Of(columns, [image], this)[0]!
            : throw new ShapeException($"Fold: {Type} must be {columns.Shape} for an image of {string.Join(" × ", outputSize)}.");
    }

    /// <summary>The positions of the taps of a window, the last axis fastest.</summary>
    private static IEnumerable<int[]> TapsOf(int[] kernel)
    {
        IEnumerable<int[]> taps = [[]];
        foreach (var size in kernel) taps = [.. taps.SelectMany(tap => Enumerable.Range(0, size).Select(i => (int[])[.. tap, i]))];
        return taps;
    }
}
