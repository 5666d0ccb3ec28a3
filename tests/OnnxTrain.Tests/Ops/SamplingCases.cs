using static OnnxTrain.Tests.Ops.OpInput;

namespace OnnxTrain.Tests.Ops;

/// <summary>Images at places between their elements, and the elements under windows.</summary>
internal static class SamplingCases
{
    public static IEnumerable<OpCase> All() => [.. Grids(), .. Windows()];

    private static IEnumerable<OpCase> Grids()
    {
        foreach (var mode in Enum.GetValues<ResizeMode>())
        {
            foreach (var padding in Enum.GetValues<GridPadding>())
            {
                foreach (var align in (bool[])[false, true])
                {
                    // Places that are no kinks: a hundredth away from the elements and from the ends of the image.
                    var grid = new OpInput(null, ["batch", 3, 2, 2], (random, i) => Smooth(random, i % 2 == 0 ? 5 : 4, align));
                    yield return new(
                        typeof(GridSampleOp), $"{mode}, {padding}{(align ? ", corners aligned" : "")}",
                        [Real(["batch", 2, 4, 5]), grid],
                        x => x[0].GridSample(x[1], mode, padding, align),
                        x => Sampled(x[0], x[1], mode, padding, align))
                    {
                        Ulps = 64,
                    };
                }
            }
        }

        double[] middles = [-1, 1, 0, 0, -0.5, 0.5, 0.25, -0.75];
        yield return new(
            typeof(GridSampleOp), "half way between elements the even one is the nearest",
            [Real(["batch", 1, 4, 4]), Values(["batch", 2, 2, 2], middles)],
            x => x[0].GridSample(x[1], ResizeMode.Nearest),
            x => Sampled(x[0], x[1], ResizeMode.Nearest, GridPadding.Zeros, false))
        {
            Ulps = 0, Gradient = GradientCheck.None,
        };
        yield return OpCase.Composed(
            "AffineGrid", "of 3 × 4",
            [Real(["batch", 2, 3])],
            x => x[0].AffineGrid(3, 4),
            x => Affine(x[0], (i, n) => (((2.0 * i) + 1) / n) - 1)
        ) with
        {
            Ulps = 4,
        };
        yield return OpCase.Composed(
            "AffineGrid", "corners aligned",
            [Real(["batch", 2, 3])],
            x => x[0].AffineGrid(3, 4, alignCorners: true),
            x => Affine(x[0], (i, n) => (2.0 * i / (n - 1)) - 1)
        ) with
        {
            Ulps = 4,
        };
    }

    private static IEnumerable<OpCase> Windows()
    {
        (Shape Shape, Extent Kernel, Extent Dilation, int Padding, Extent Stride)[] patterns =
        [
            (["batch", 2, 4, 5], 2, 1, 0, 1),
            (["batch", 1, 5, 6], (3, 2), 1, 1, (2, 1)),
            (["batch", 2, 5, 5], 2, 2, 0, 2),
            (["batch", 2, 7], 3, 1, 1, 3),
            (["batch", 3, 4, 4], 1, 1, 0, 1),
        ];
        foreach (var (shape, kernel, dilation, padding, stride) in patterns)
        {
            var axes = shape.Rank - 2;
            int[] k = kernel.For(axes, "kernel", 1),
                d = dilation.For(axes, "dilation", 1), s = stride.For(axes, "stride", 1),
                sizes = [.. shape.Skip(2).Select(n => (int)n.Size)];
            int[] positions = [.. sizes.Select((n, i) => ((n + (2 * padding) - ((k[i] - 1) * d[i]) - 1) / s[i]) + 1)];
            var (taps, all, channels) = (k.Aggregate(1, (a, b) => a * b), positions.Aggregate(1, (a, b) => a * b), (int)shape[1].Size);

            // The element of the image under tap t of the window at position p, or null in the padding.
            int[]? Under(int t, int p)
            {
                var at = new int[axes];
                for (var i = axes - 1; i >= 0; i--)
                    (at[i], t, p) = (((p % positions[i]) * s[i]) + ((t % k[i]) * d[i]) - padding, t / k[i], p / positions[i]);
                return at.Zip(sizes).All(a => a.First >= 0 && a.First < a.Second) ? at : null;
            }

            var note = $"{shape}, {kernel} taps, dilation {dilation}, padding {padding}, stride {stride}";
            yield return OpCase.Composed(
                "Unfold", note,
                [Real(shape)],
                x => x[0].Unfold(kernel, dilation, padding, stride),
                x =>
                    Nd.Of(
                        [x[0].Sizes[0], channels * taps, all],
                        i => Under(i[1] % taps, i[2]) is { } at ? x[0][[i[0], i[1] / taps, .. at]] : 0)
            ) with
            {
                Ulps = 0,
            };
            yield return OpCase.Composed(
                "Fold", note,
                [Real(["batch", channels * taps, all])],
                x => x[0].Fold(sizes, kernel, dilation, padding, stride),
                x =>
                    Nd.Of(
                        [x[0].Sizes[0], channels, .. sizes],
                        i =>
                        {
                            var sum = 0.0;
                            for (var t = 0; t < taps; t++)
                            {
                                for (var p = 0; p < all; p++)
                                    sum +=
                                        Under(t, p) is { } at && at.AsSpan().SequenceEqual(i.AsSpan(2))
                                            ? x[0][i[0], (i[1] * taps) + t, p]
                                            : 0;
                            }

                            return sum;
                        })
            ) with
            {
                Ulps = 16,
            };
        }
    }

    private static double Smooth(Random random, int size, bool align)
    {
        while (true)
        {
            var c = (4 * random.NextDouble()) - 2;
            var place = Place(c, size, align);
            if (Math.Abs((2 * place) - Math.Round(2 * place)) > 0.02)
                return c;
        }
    }

    private static double Place(double c, int size, bool align) => align ? (c + 1) / 2 * (size - 1) : (((c + 1) * size) - 1) / 2;

    /// <summary>
    /// From the description of ONNX's GridSample: the sum over the elements near a place, each found by <see cref="At"/>.
    /// </summary>
    private static Nd Sampled(Nd x, Nd grid, ResizeMode mode, GridPadding padding, bool align)
    {
        var (h, w) = (x.Sizes[2], x.Sizes[3]);
        return Nd.Of(
            [x.Sizes[0], x.Sizes[1], grid.Sizes[1], grid.Sizes[2]],
            i =>
            {
                var (column, row) = (Place(grid[i[0], i[2], i[3], 0], w, align), Place(grid[i[0], i[2], i[3], 1], h, align));
                if (mode != ResizeMode.Cubic)
                    (column, row) = (At(column, w, padding, align), At(row, h, padding, align));
                var sum = 0.0;
                foreach (var (r, rowWeight) in Near(row, mode))
                {
                    foreach (var (c, columnWeight) in Near(column, mode))
                    {
                        var (atRow, atColumn) = ((int)At(r, h, padding, align), (int)At(c, w, padding, align));
                        if (atRow >= 0 && atRow < h && atColumn >= 0 && atColumn < w)
                            sum += rowWeight * columnWeight * x[i[0], i[1], atRow, atColumn];
                    }
                }

                return sum;
            });
    }

    /// <summary>A place within the axis for one outside of it, found by going back and forth between the ends.</summary>
    private static double At(double place, int size, GridPadding padding, bool align)
    {
        if (padding == GridPadding.Zeros)
            return place;
        if (padding == GridPadding.Border)
            return Math.Clamp(place, 0, size - 1);
        var (low, high) = align ? (0, size - 1) : (-0.5, size - 0.5);
        while (place < low || place > high)
            place = place < low ? (2 * low) - place : (2 * high) - place;
        return Math.Clamp(place, 0, size - 1);
    }

    private static IEnumerable<(int Index, double Weight)> Near(double place, ResizeMode mode)
    {
        var below = (int)Math.Floor(place);
        var t = place - below;
        return mode switch
        {
            ResizeMode.Nearest => [((int)Math.Round(place), 1)],
            ResizeMode.Linear => [(below, 1 - t), (below + 1, t)],
            _ => [.. Enumerable.Range(below - 1, 4).Select(k => (k, ResizeCases.Cubic(place - k)))],
        };
    }

    private static Nd Affine(Nd theta, Func<int, int, double> coordinate) =>
        Nd.Of(
            [theta.Sizes[0], 3, 4, 2],
            i => (theta[i[0], i[3], 0] * coordinate(i[2], 4)) + (theta[i[0], i[3], 1] * coordinate(i[1], 3)) + theta[i[0], i[3], 2]);
}
