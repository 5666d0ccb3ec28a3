namespace OnnxTrain.Kernels;

/// <summary>The three axes of a sum over taps: depth, height and width. Fewer are filled up with axes of one element.</summary>
internal sealed class TapGrid
{
    private readonly TapAxis[] _axes;

    public TapGrid(TapAxis depth, TapAxis height, TapAxis width)
    {
        _axes = [depth, height, width];
        Positions = depth.Positions * height.Positions * width.Positions;
        SourcePlane = depth.Source * height.Source * width.Source;
        TargetPlane = depth.Target * height.Target * width.Target;
        Taps = [.. Combine(a => a.Taps)];
        IsContiguous = _axes.All(a => a is { TargetStride: 1, TargetOffset: 0 } && a.Positions == a.Target);
    }

    public TapAxis Depth => _axes[0];

    public TapAxis Height => _axes[1];

    public TapAxis Width => _axes[2];

    /// <summary>Positions of one plane.</summary>
    public int Positions { get; }

    /// <summary>Elements of one channel of the source.</summary>
    public int SourcePlane { get; }

    /// <summary>Elements of one channel of the target.</summary>
    public int TargetPlane { get; }

    /// <summary>The taps that occur, as indices along each axis.</summary>
    public IReadOnlyList<(int Depth, int Height, int Width)> Taps { get; }

    /// <summary>Where each of <see cref="Taps"/> reads, seen from the position.</summary>
    public IEnumerable<(int Depth, int Height, int Width)> Offsets => Combine(a => a.Offsets);

    /// <summary>Whether the positions are the target's elements in their order.</summary>
    public bool IsContiguous { get; }

    public bool IsInside => _axes.All(a => a.IsInside);

    /// <summary>The sum that a convolution is. One of 1 × 1 sees each plane as one row.</summary>
    public static TapGrid Forward(IReadOnlyList<WindowAxis> windows, IReadOnlyList<int> sizes)
    {
        var (w, x) = (Filled(windows, WindowAxis.Single), Filled(sizes, 1));
        return w.All(a => a.IsPointwise)
            ? new(One(), One(), TapAxis.Forward(WindowAxis.Single, x[0] * x[1] * x[2]))
            : new(TapAxis.Forward(w[0], x[0]), TapAxis.Forward(w[1], x[1]), TapAxis.Forward(w[2], x[2]));
    }

    /// <summary>The sums that make up the transpose of a convolution: one for each remainder along each axis.</summary>
    /// <param name="windows">The windows of the convolution.</param>
    /// <param name="sizes">The axes that the convolution takes: those of the target.</param>
    /// <param name="positions">The axes that the convolution yields: those of the source.</param>
    public static IEnumerable<TapGrid> Backward(IReadOnlyList<WindowAxis> windows, IReadOnlyList<int> sizes, IReadOnlyList<int> positions)
    {
        var (w, x, y) = (Filled(windows, WindowAxis.Single), Filled(sizes, 1), Filled(positions, 1));
        if (w.All(a => a.IsPointwise)) return [Forward(windows, sizes)];
        return from depth in TapAxis.Backward(w[0], x[0], y[0])
               from height in TapAxis.Backward(w[1], x[1], y[1])
               from width in TapAxis.Backward(w[2], x[2], y[2])
               select new TapGrid(depth, height, width);
    }

    /// <summary>Where a position's element lies within its channel of the target.</summary>
    public int TargetAt(int depth, int height, int width) =>
        (((Depth.TargetAt(depth) * Height.Target) + Height.TargetAt(height)) * Width.Target) + Width.TargetAt(width);

    private static TapAxis One() => TapAxis.Forward(WindowAxis.Single, 1);

    private static T[] Filled<T>(IReadOnlyList<T> axes, T single) => [.. Enumerable.Repeat(single, 3 - axes.Count), .. axes];

    private IEnumerable<(int Depth, int Height, int Width)> Combine(Func<TapAxis, int[]> which) =>
        from d in which(Depth)
        from h in which(Height)
        from w in which(Width)
        select (d, h, w);
}
