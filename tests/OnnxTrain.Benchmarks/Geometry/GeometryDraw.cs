namespace OnnxTrain.Benchmarks.Geometry;

/// <summary>Draws cases of each kind.</summary>
internal static class GeometryDraw
{
    private static readonly (string Kind, Func<Random, GeometryCase> Draw)[] Kinds =
    [
        ("Conv", Conv), ("ConvTranspose", ConvTranspose), ("MaxPool", MaxPool), ("AveragePool", AveragePool), ("Adaptive", Adaptive),
        ("Pad", Pad), ("Unfold", Unfold), ("Resize", ResizeDraw.Draw), ("Upsample", ResizeDraw.Upsample),
    ];

    /// <summary>The case of an index: kinds take turns.</summary>
    public static GeometryCase Of(int seed, int index)
    {
        var random = new Random(unchecked((seed * 1_000_003) + index));
        return Kinds[index % Kinds.Length].Draw(random);
    }

    private static GeometryCase Conv(Random random)
    {
        var rank = Rank(random);
        var windows = Draw(rank, () => WindowDraw.Draw(random, 5));
        var isSame = random.Next(5) == 0;
        var sizes = Draw(rank, () => random.Next(1, 10));
        if (isSame) windows = [.. windows.Zip(sizes, Same)];
        var (groups, channels, outputs) = (random.Next(1, 3), 2, 2 * random.Next(1, 3));
        var padding = isSame ? Padding.Same : Paddings(windows);
        GeometryAxis[] axes = [.. windows.Zip(sizes, (w, size) => GeometryAxis.Window(size, w, w.Positions(size)))];
        var text = $"{Text(windows)}, {(isSame ? "same, " : "")}{groups} groups";
        return new(
            "Conv", text, axes,
            (x, w, b) => x.Conv(w!, b, Extents(windows, w => w.Stride), padding, Extents(windows, w => w.Dilation), groups))
        {
            Channels = channels,
            Outputs = outputs,
            Groups = groups,
            Weights = [outputs, channels / groups, .. windows.Select(w => w.Kernel)],
            HasBias = random.Next(2) == 0,
            IsRefused = axes.Any(a => a.Outputs < 1),
        };
    }

    /// <summary>A convolution as a product with the unfolded image.</summary>
    private static GeometryCase Unfold(Random random)
    {
        var rank = Rank(random);
        var windows = Draw(rank, () => WindowDraw.Draw(random, 5));
        var sizes = Draw(rank, () => random.Next(1, 8));
        GeometryAxis[] axes = [.. windows.Zip(sizes, (w, size) => GeometryAxis.Window(size, w, w.Positions(size)))];
        var taps = windows.Aggregate(1, (product, w) => product * w.Kernel);
        return new("Unfold", Text(windows), axes, Build)
        {
            Groups = 1,
            Weights = [2, 2, .. windows.Select(w => w.Kernel)],
            IsRefused = axes.Any(a => a.Outputs < 1),
        };

        Value Build(Value x, Value? w, Value? b)
        {
            var (kernel, dilation, stride) = (
                Extents(windows, w => w.Kernel),
                Extents(windows, w => w.Dilation),
                Extents(windows, w => w.Stride));
            var columns = x.Unfold(kernel, dilation, Paddings(windows), stride);
            return w!.Reshape([2, 2 * taps]).MatMul(columns).Reshape([2, 2, .. axes.Select(a => (Dimension)a.Outputs)]);
        }
    }

    private static GeometryCase ConvTranspose(Random random)
    {
        var rank = Rank(random);
        var windows = Draw(rank, () => WindowDraw.Draw(random, 5));
        var sizes = Draw(rank, () => random.Next(1, 7));
        int[] rests = [.. windows.Select(w => random.Next(Math.Max(w.Stride, w.Dilation)))];
        var (groups, channels, outputs) = (random.Next(1, 3), 4, 2 * random.Next(1, 3));
        GeometryAxis[] axes = [.. windows.Zip(sizes, rests).Select(a => GeometryAxis.Transposed(a.Second, a.First, a.Third))];
        var rest = ToExtent(rests);
        return new(
            "ConvTranspose", $"{Text(windows)}, output padding {string.Join(" ", rests)}, {groups} groups", axes,
            (x, w, b) =>
                x.ConvTranspose(w!, b, Extents(windows, w => w.Stride), Paddings(windows), rest, Extents(windows, w => w.Dilation), groups))
        {
            Channels = channels,
            Outputs = outputs,
            Groups = groups,
            Weights = [channels, outputs / groups, .. windows.Select(w => w.Kernel)],
            IsTransposed = true,
            HasBias = random.Next(2) == 0,
            IsRefused = axes.Any(a => a.Outputs < 1),
        };
    }

    private static GeometryCase MaxPool(Random random)
    {
        var (windows, sizes, isCeil) = Pool(random);
        GeometryAxis[] axes = [.. windows.Zip(sizes, (w, size) => GeometryAxis.Window(size, w, w.Positions(size, isCeil)))];
        var (withIndices, kernel) = (random.Next(3) == 0, Extents(windows, w => w.Kernel));
        return new("MaxPool", Text(windows) + (isCeil ? ", ceil" : "") + (withIndices ? ", by indices" : ""), axes, Build)
        {
            IsMaximum = true,
            IsRefused = axes.Any(a => a.Outputs < 1 || !a.IsCovered),
        };

        Value Build(Value x, Value? w, Value? b)
        {
            var (stride, padding, dilation) = (Extents(windows, w => w.Stride), Paddings(windows), Extents(windows, w => w.Dilation));
            if (!withIndices || !x.Shape.IsFixed) return x.MaxPool(kernel, stride, padding, dilation, isCeil);
            var y = x.MaxPoolWithIndices(out var indices, kernel, stride, padding, dilation, isCeil);
            return (x.Reshape([x.Shape.ElementCount]).Gather(indices) + y) * 0.5;
        }
    }

    private static GeometryCase AveragePool(Random random)
    {
        var (windows, sizes, isCeil) = Pool(random);
        var countsPadding = random.Next(2) == 0;
        GeometryAxis[] axes = [.. windows.Zip(sizes, (w, size) => GeometryAxis.Mean(size, w, w.Positions(size, isCeil), countsPadding))];
        var isEmpty = axes.Any(a => a.Outputs < 1 || !a.IsCovered);
        return new(
            "AveragePool", Text(windows) + (isCeil ? ", ceil" : "") + (countsPadding ? ", with padding" : ""), axes,
            (x, _, _) =>
                x.AveragePool(
                    Extents(windows, w => w.Kernel),
                    Extents(windows, w => w.Stride),
                    Paddings(windows), isCeil, countsPadding,
                    Extents(windows, w => w.Dilation)))
        {
            IsRefused = isEmpty,
        };
    }

    private static GeometryCase Adaptive(Random random)
    {
        var (rank, isMean) = (Rank(random), random.Next(2) == 0);
        var sizes = Draw(rank, () => random.Next(1, 10));
        var parts = Draw(rank, () => random.Next(1, 8));
        GeometryAxis[] axes = [.. sizes.Zip(parts, (size, count) => GeometryAxis.Adaptive(size, count, isMean))];
        var output = ToExtent(parts);
        return new(
            isMean ? "AdaptiveAveragePool" : "AdaptiveMaxPool", $"to {string.Join(", ", parts)}", axes,
            (x, _, _) => isMean ? x.AdaptiveAveragePool(output) : x.AdaptiveMaxPool(output))
        {
            IsMaximum = !isMean,
        };
    }

    private static GeometryCase Pad(Random random)
    {
        var rank = Rank(random);
        var mode = (PadMode)random.Next(4);
        var number = mode == PadMode.Constant && random.Next(2) == 0 ? 0.5 : 0;
        var sizes = Draw(rank, () => random.Next(1, 8));
        var (before, after) = (Draw(rank, () => random.Next(5)), Draw(rank, () => random.Next(5)));
        GeometryAxis[] axes = [.. Enumerable.Range(0, rank).Select(i => GeometryAxis.Pad(sizes[i], before[i], after[i], mode))];
        var text = $"{mode} {number} before {string.Join(" ", before)}, after {string.Join(" ", after)}";
        return new("Pad", text, axes, (x, _, _) => x.Pad(before, after, mode, number))
        {
            Outside = number,
            IsRefused = axes.Any(a => a.Outputs < 1),
        };
    }

    private static (WindowDraw[] Windows, int[] Sizes, bool IsCeil) Pool(Random random)
    {
        var rank = Rank(random);
        return (Draw(rank, () => WindowDraw.Draw(random, 6)), Draw(rank, () => random.Next(1, 10)), random.Next(2) == 0);
    }

    /// <summary>⌈size / stride⌉ positions, the odd element of padding behind.</summary>
    private static WindowDraw Same(WindowDraw w, int size)
    {
        var positions = (size + w.Stride - 1) / w.Stride;
        var all = Math.Max(0, ((positions - 1) * w.Stride) + w.Reach - size);
        return w with { Before = all / 2, After = all - (all / 2) };
    }

    /// <summary>One axis or two, seldom three.</summary>
    internal static int Rank(Random random) => random.Next(8) switch { < 3 => 1, < 7 => 2, _ => 3 };

    internal static T[] Draw<T>(int count, Func<T> draw) => [.. Enumerable.Range(0, count).Select(_ => draw())];

    internal static Extent ToExtent(int[] numbers) => numbers switch
    {
        [var a] => a,
        [var a, var b] => (a, b),
        _ => (numbers[0], numbers[1], numbers[2]),
    };

    private static Extent Extents(WindowDraw[] windows, Func<WindowDraw, int> which) => ToExtent([.. windows.Select(which)]);

    private static Padding Paddings(WindowDraw[] windows) => Padding.Of(Extents(windows, w => w.Before), Extents(windows, w => w.After));

    private static string Text(WindowDraw[] windows) => string.Join(" × ", windows);
}
