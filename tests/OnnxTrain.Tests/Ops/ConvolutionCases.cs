using OnnxTrain.Kernels;
using static OnnxTrain.Tests.Ops.OpInput;

namespace OnnxTrain.Tests.Ops;

/// <summary>Convolutions over one to three axes: strides, padding, dilation, groups, odd sizes.</summary>
internal static class ConvolutionCases
{
    private static readonly (string Note, int Channels, int Outputs, int Groups, int[] Sizes, Window Window)[] Shapes =
    [
        ("one axis", 2, 3, 1, [7], new(new WindowAxis(3))),
        ("one axis, all at once", 2, 4, 2, [11], new(new WindowAxis(3, 2, 2, 3, 1))),
        ("3 × 3", 2, 3, 1, [5, 4], new(new(3), new(3))),
        ("3 × 3, padded", 3, 2, 1, [5, 7], new(new(3, 1, 1, 1, 1), new(3, 1, 1, 1, 1))),
        ("padded before and after by different widths", 1, 2, 1, [5, 3], new(new(2, 1, 1, 0, 1), new(3, 1, 1, 2, 0))),
        ("stride 2", 2, 3, 1, [9, 7], new(new(3, 2), new(3, 2))),
        ("stride 2, padded, even sizes", 2, 3, 1, [8, 6], new(new(3, 2, 1, 1, 1), new(3, 2, 1, 1, 1))),
        ("strides 3 and 2, rows left over", 1, 2, 1, [8, 10], new(new(2, 3), new(3, 2))),
        ("stride beyond the window", 2, 2, 1, [7, 8], new(new(2, 3), new(1, 3))),
        ("dilated", 2, 2, 1, [9, 8], new(new(3, 1, 2), new(2, 1, 3))),
        ("dilated and padded, stride 2", 2, 2, 1, [9, 8], new(new(3, 2, 2, 2, 1), new(3, 2, 3, 3, 3))),
        ("stride and dilation of one factor", 1, 2, 1, [9, 9], new(new(3, 2, 2), new(3, 4, 2, 2, 2))),
        ("padding beyond the taps", 1, 1, 1, [2, 3], new(new(2, 1, 1, 3, 3), new(1, 1, 1, 2, 0))),
        ("two groups", 4, 6, 2, [5, 5], new(new(3, 1, 1, 1, 1), new(3, 2))),
        ("depthwise", 3, 3, 3, [6, 5], new(new(3, 1, 1, 1, 1), new(3, 1, 1, 1, 1))),
        ("depthwise, stride 2, dilated", 3, 3, 3, [9, 11], new(new(3, 2, 2, 2, 2), new(3, 2, 1, 1, 0))),
        ("depthwise, two outputs a channel", 2, 4, 2, [5, 6], new(new(3), new(2, 2))),
        ("1 × 1", 3, 5, 1, [4, 3], new(new(1), new(1))),
        ("1 × 1, stride 2", 3, 5, 1, [5, 4], new(new(1, 2), new(1, 2))),
        ("1 × 1, grouped", 4, 4, 2, [3, 3], new(new(1), new(1))),
        ("1 × 3 and 3 × 1", 2, 2, 1, [4, 6], new(new(1), new(3, 1, 1, 1, 1))),
        ("the window is the image", 2, 3, 1, [4, 3], new(new(4), new(3))),
        ("three axes", 2, 2, 1, [3, 4, 5], new(new(2), new(3, 1, 1, 1, 1), new(3, 2))),
        ("three axes, grouped, dilated", 2, 4, 2, [5, 4, 5], new(new(2, 2, 2, 1, 1), new(2), new(3, 1, 2, 2, 2))),
    ];

    /// <summary>Of sizes that need several parts of the depth, panels and shares.</summary>
    private static readonly (string Note, int Channels, int Outputs, int Groups, int[] Sizes, Window Window)[] Large =
    [
        ("deep", 33, 13, 1, [7, 9], new(new(3, 1, 1, 1, 1), new(3, 1, 1, 1, 1))),
        ("wide", 3, 29, 1, [23, 37], new(new(5, 1, 1, 2, 2), new(5, 2, 1, 2, 2))),
        ("one channel", 1, 6, 1, [28, 28], new(new(5, 1, 1, 2, 2), new(5, 1, 1, 2, 2))),
        ("one channel, one output", 1, 1, 1, [19, 21], new(new(3), new(3))),
        ("few positions", 40, 50, 1, [3, 3], new(new(3, 1, 1, 1, 1), new(3, 1, 1, 1, 1))),
        ("depthwise", 9, 9, 9, [17, 35], new(new(3, 1, 1, 1, 1), new(3, 1, 1, 1, 1))),
        ("depthwise, stride 2", 9, 9, 9, [17, 35], new(new(3, 2, 1, 1, 1), new(5, 2, 1, 2, 2))),
        ("1 × 1", 70, 40, 1, [9, 11], new(new(1), new(1))),
        ("five groups", 15, 20, 5, [12, 13], new(new(3, 1, 1, 1, 1), new(3, 2, 2, 1, 1))),
    ];

    public static IEnumerable<OpCase> All() =>
        [.. Shapes.SelectMany(s => Rows(s, isLarge: false)), .. Large.SelectMany(s => Rows(s, isLarge: true)), .. Others()];

    private static IEnumerable<OpCase> Rows(
        (string Note, int Channels, int Outputs, int Groups, int[] Sizes, Window Window) shape,
        bool isLarge)
    {
        var (note, channels, outputs, groups, sizes, window) = shape;
        Shape x = ["batch", channels, .. sizes.Select(s => (Dimension)s)];
        Shape w = [outputs, channels / groups, .. window.Kernel.Select(k => (Dimension)k)];
        Shape y = ["batch", outputs, .. window.Positions("test", x)];
        var gradient = isLarge ? GradientCheck.None : GradientCheck.Differences;
        note = isLarge ? $"large, {note}" : note;
        yield return new(
            typeof(ConvOp), note,
            [Real(x), Real(w)],
            v => new ConvOp(window, groups).Of(v[0], v[1]),
            v => Convolve(v[0], v[1], null, window, groups))
        {
            Ulps = Math.Max(16, channels / groups * window.Taps), Gradient = gradient,
        };
        yield return new(
            typeof(ConvOp), $"{note}, and a bias",
            [Real(x), Real(w), Real([outputs])],
            v => new ConvOp(window, groups).Of(v[0], v[1], v[2]),
            v => Convolve(v[0], v[1], v[2], window, groups))
        {
            Ulps = Math.Max(16, channels / groups * window.Taps), Gradient = gradient,
        };
        yield return new(
            typeof(ConvTransposeOp), note,
            [Real(y), Real(w), Real([channels])],
            v => new ConvTransposeOp(window, groups, [.. x.Skip(2)]).Of(v[0], v[1], v[2]),
            v => Transposed(v[0], v[1], v[2], window, groups, sizes))
        {
            Ulps = Math.Max(16, outputs / groups * window.Taps), Gradient = gradient,
        };
        yield return new(
            typeof(ConvWeightGradientOp), note,
            [Real(x), Real(y)],
            v => new ConvWeightGradientOp(window, groups).Of(v[0], v[1]),
            v => ByWeights(v[0], v[1], window, groups))
        {
            Ulps = Math.Max(16, 7 * y.Skip(2).Aggregate(1, (n, d) => n * (int)d.Size)),
            Gradient = gradient,
        };
    }

    private static IEnumerable<OpCase> Others()
    {
        var window = new Window(new(3, 1, 1, 1, 1), new(3));
        yield return new(
            typeof(ConvOp), "under a floor",
            [Real(["batch", 2, 5, 6]), Real([3, 2, 3, 3]), Real([3])],
            v => new ConvOp(window, 1, FusesRelu: true).Of(v[0], v[1], v[2]),
            v => Convolve(v[0], v[1], v[2], window, 1).Map(y => Math.Max(y, 0)))
        {
            Ulps = 32,
        };
    }

    public static Nd Convolve(Nd x, Nd w, Nd? bias, Window window, int groups)
    {
        var y = Nd.Of([x.Sizes[0], w.Sizes[0], .. window.Axes.Select((a, i) => (int)a.Positions(x.Sizes[i + 2]))], i => bias?[i[1]] ?? 0);
        Walk(x.Sizes, y.Sizes, w.Sizes, window, groups, (at, to, by) => y.Items[to] += w.Items[by] * x.Items[at]);
        return y;
    }

    private static Nd Transposed(Nd y, Nd w, Nd bias, Window window, int groups, int[] sizes)
    {
        var x = Nd.Of([y.Sizes[0], w.Sizes[1] * groups, .. sizes], i => bias[i[1]]);
        Walk(x.Sizes, y.Sizes, w.Sizes, window, groups, (at, to, by) => x.Items[at] += w.Items[by] * y.Items[to]);
        return x;
    }

    private static Nd ByWeights(Nd x, Nd g, Window window, int groups)
    {
        var w = Nd.Of([g.Sizes[1], x.Sizes[1] / groups, .. window.Axes.Select(a => a.Kernel)], _ => 0);
        Walk(x.Sizes, g.Sizes, w.Sizes, window, groups, (at, to, by) => w.Items[by] += x.Items[at] * g.Items[to]);
        return w;
    }

    /// <summary>Every product of a convolution: flat positions in x, y and w.</summary>
    private static void Walk(int[] x, int[] y, int[] w, Window window, int groups, Action<int, int, int> product)
    {
        var (positions, taps) = (y[2..], w[2..]);
        for (var n = 0; n < y[0]; n++)
        {
            for (var o = 0; o < y[1]; o++)
            {
                for (var c = 0; c < w[1]; c++)
                {
                    var channel = (o / (y[1] / groups) * w[1]) + c;
                    foreach (var p in Indices(positions))
                    {
                        foreach (var k in Indices(taps))
                        {
                            int[] i = [.. window.Axes.Select((a, axis) => (p[axis] * a.Stride) + (k[axis] * a.Dilation) - a.Before)];
                            if (i.Zip(x.Skip(2), (at, size) => at >= 0 && at < size).All(b => b))
                                product(Nd.Flat([n, channel, .. i], x), Nd.Flat([n, o, .. p], y), Nd.Flat([o, c, .. k], w));
                        }
                    }
                }
            }
        }
    }

    private static IEnumerable<int[]> Indices(int[] sizes) =>
        sizes.Aggregate(
            (IEnumerable<int[]>)
                [
                    [],
                ],
            (all, size) => all.SelectMany(i => Enumerable.Range(0, size).Select(j => (int[])[.. i, j])));
}
