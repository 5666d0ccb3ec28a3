using OnnxTrain.Kernels;
using static OnnxTrain.Tests.Ops.OpInput;

namespace OnnxTrain.Tests.Ops;

/// <summary>Pooling over one to three axes.</summary>
internal static class PoolingCases
{
    private static readonly (string Note, int[] Sizes, Window Window)[] Shapes =
    [
        ("one axis", [7], new(new WindowAxis(3, 2))),
        ("2 × 2", [4, 6], new(new(2, 2), new(2, 2))),
        ("2 × 2, odd sizes", [5, 11], new(new(2, 2), new(2, 2))),
        ("2 × 2, wide", [6, 21], new(new(2, 2), new(2, 2))),
        ("2 × 2, stride 1", [4, 5], new(new(2), new(2))),
        ("2 × 2, stride 3", [8, 7], new(new(2, 3), new(2, 3))),
        ("3 × 3, stride 2, padded", [7, 9], new(new(3, 2, 1, 1, 1), new(3, 2, 1, 1, 1))),
        ("3 × 3, stride 2, more padding behind", [6, 9], new(new(3, 2, 1, 0, 1), new(3, 2, 1, 1, 2))),
        ("2 × 3, stride 1 and 4", [5, 9], new(new(2), new(3, 4, 1, 1, 0))),
        ("three axes", [4, 5, 6], new(new(2, 2), new(3, 1, 1, 1, 1), new(2, 2))),
        ("the whole image", [3, 4], new(new(3), new(4))),
    ];

    private static readonly (string Note, int[] Sizes, Window Window)[] Dilated =
    [
        ("dilated", [9, 7], new(new(3, 2, 2), new(2, 1, 3))),
        ("dilated and padded", [9, 8], new(new(3, 1, 2, 2, 1), new(2, 2, 2, 1, 1))),
    ];

    public static IEnumerable<OpCase> All() =>
        [.. Shapes.Concat(Dilated).SelectMany(s => Max(s.Note, s.Sizes, s.Window).Concat(Average(s.Note, s.Sizes, s.Window))), .. Ties()];

    private static IEnumerable<OpCase> Max(string note, int[] sizes, Window window)
    {
        Shape x = ["batch", 3, .. sizes.Select(s => (Dimension)s)];
        Shape y = ["batch", 3, .. window.Positions("test", x)];

        // The elements stand far enough apart for central differences: no step makes another one the largest.
        var apart = Apart(x);
        yield return new(
            typeof(MaxPoolOp), note,
            [apart],
            v => new MaxPoolOp(window).Of(v[0]),
            v => Pool(v[0], window, (at, p) => at.Max(i => v[0].Items[i])))
        {
            Ulps = 0,
        };
        yield return new(
            typeof(MaxPoolOp), $"{note}, with indices",
            [apart],
            v => [.. new MaxPoolOp(window, HasIndices: true).NodeOf(v[0]).Outputs],
            v => [Pool(v[0], window, (at, _) => at.Max(i => v[0].Items[i])), Pool(v[0], window, (at, _) => at.MaxBy(i => v[0].Items[i]))])
        {
            Ulps = 0,
        };
        yield return new(
            typeof(MaxPoolGradientOp), note,
            [apart, Real(y)],
            v => new MaxPoolGradientOp(window).Of(v[0], v[1]),
            v => Scatter(v[0], window, (at, p, dx) => dx[at.MaxBy(i => v[0].Items[i])] += v[1].Items[p]))
        {
            Ulps = 4,
        };
        yield return new(
            typeof(MaxPoolGradientOp), $"{note}, under a floor",
            [apart, Real(y)],
            v => new MaxPoolGradientOp(window, FusesRelu: true).Of(v[0], v[1]),
            v =>
                Scatter(
                    v[0], window,
                    (at, p, dx) =>
                    {
                        var place = at.MaxBy(i => v[0].Items[i]);
                        if (v[0].Items[place] > 0)
                            dx[place] += v[1].Items[p];
                    }))
        {
            Ulps = 4,
        };
        yield return new(
            typeof(MaxPoolPickOp), note,
            [apart, Real(x)],
            v => new MaxPoolPickOp(window).Of(v[0], v[1]),
            v => Pool(v[0], window, (at, _) => v[1].Items[at.MaxBy(i => v[0].Items[i])]))
        {
            Ulps = 0,
        };
    }

    private static IEnumerable<OpCase> Average(string note, int[] sizes, Window window)
    {
        Shape x = ["batch", 3, .. sizes.Select(s => (Dimension)s)];
        Shape y = ["batch", 3, .. window.Positions("test", x)];
        foreach (var countsPadding in (bool[])[true, false])
        {
            var text = countsPadding ? note : $"{note}, without padding";
            yield return new(
                typeof(AveragePoolOp), text,
                [Real(x)],
                v => new AveragePoolOp(window, countsPadding).Of(v[0]),
                v => Pool(v[0], window, (at, _) => at.Sum(i => v[0].Items[i]) / Count(at, window, countsPadding)))
            {
                Ulps = 8,
            };
            yield return new(
                typeof(AveragePoolGradientOp), text,
                [Real(y)],
                v => new AveragePoolGradientOp(window, countsPadding, [.. x.Skip(2)]).Of(v[0]),
                v =>
                    Scatter(
                        Nd.Of([v[0].Sizes[0], 3, .. sizes], _ => 0),
                        window,
                        (at, p, dx) =>
                        {
                            foreach (var i in at)
                                dx[i] += v[0].Items[p] / Count(at, window, countsPadding);
                        }))
            {
                Ulps = 8,
            };
        }
    }

    /// <summary>The first of equal elements is the one.</summary>
    private static IEnumerable<OpCase> Ties()
    {
        var window = new Window(new(2, 2), new(2, 2));
        var x = Values(["batch", 1, 4, 10], 0, 0, 1, 1, 1, 0, 0, 1);
        yield return new(
            typeof(MaxPoolGradientOp), "equal elements",
            [x, Real(["batch", 1, 2, 5])],
            v => new MaxPoolGradientOp(window).Of(v[0], v[1]),
            v => Scatter(v[0], window, (at, p, dx) => dx[at.MaxBy(i => v[0].Items[i])] += v[1].Items[p]))
        {
            Ulps = 0, Gradient = GradientCheck.None,
        };
    }

    private static OpInput Apart(Shape x) => new(null, x, (random, i) => (((i * 37) % 101) - 50 + random.NextDouble() / 4) / 16);

    private static int Count(IReadOnlyList<int> elements, Window window, bool countsPadding) =>
        countsPadding ? window.Taps : elements.Count;

    /// <summary>For each window what <paramref name="join"/> makes of the flat positions under it.</summary>
    private static Nd Pool(Nd x, Window window, Func<IReadOnlyList<int>, int, double> join)
    {
        var p = 0;
        return Nd.Of(
            [x.Sizes[0], x.Sizes[1], .. window.Axes.Select((a, i) => (int)a.Positions(x.Sizes[i + 2]))],
            i => join(Under(x.Sizes, window, i), p++));
    }

    private static Nd Scatter(Nd x, Window window, Action<IReadOnlyList<int>, int, double[]> add)
    {
        var dx = new double[x.Items.Length];
        Pool(x, window, (at, p) =>
        {
            add(at, p, dx);
            return 0;
        });
        return new(x.Sizes, dx);
    }

    private static int[] Under(int[] sizes, Window window, int[] position)
    {
        IEnumerable<int> places = [(position[0] * sizes[1]) + position[1]];
        for (var axis = 0; axis < window.Rank; axis++)
        {
            var (a, size, p) = (window.Axes[axis], sizes[axis + 2], position[axis + 2]);
            int[] taps =
            [
                .. Enumerable.Range(0, a.Kernel).Select(k => (p * a.Stride) + (k * a.Dilation) - a.Before).Where(i => i >= 0 && i < size),
            ];
            places = places.SelectMany(at => taps.Select(i => (at * size) + i));
        }

        return [.. places];
    }
}
