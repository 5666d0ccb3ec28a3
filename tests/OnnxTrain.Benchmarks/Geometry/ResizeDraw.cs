namespace OnnxTrain.Benchmarks.Geometry;

/// <summary>Resizing by ONNX's formulas as ONNX Runtime computes them, and by PyTorch's.</summary>
internal static class ResizeDraw
{
    /// <summary>Factors whose float32 is another number, and some that float32 holds.</summary>
    private static readonly double[] Factors =
    [
        0.1, 0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.9, 1.0, 1.1, 1.2, 1.25, 1.3, 1.4, 1.5, 1.6, 1.7, 2, 2.3, 2.5, 2.7,
        3, 3.3,
    ];

    public static GeometryCase Draw(Random random)
    {
        var rank = random.Next(1, 4);
        var mode = random.Next(4) switch { < 2 => ResizeMode.Nearest, 2 => ResizeMode.Linear, _ => ResizeMode.Cubic };
        var coordinates = (ResizeCoordinates)random.Next(4);
        var rounding = (ResizeRounding)random.Next(4);
        var most = rank == 3 ? 8 : 30;
        var sizes = GeometryDraw.Draw(rank, () => random.Next(1, most));
        var byScale = random.Next(2) == 0;
        var factors = GeometryDraw.Draw(rank, () => Factor(random));
        int[] targets = byScale
            ? [.. sizes.Zip(factors, (n, s) => (int)MathF.Floor(n * (float)s))]
            : GeometryDraw.Draw(rank, () => random.Next(1, most));
        var isCopy = sizes.SequenceEqual(targets);
        GeometryAxis[] axes =
        [
            .. Enumerable
                .Range(0, rank)
                .Select(i =>
                    isCopy
                        ? GeometryAxis.Selection(sizes[i], Enumerable.Range(0, sizes[i]))
                        : Axis(
                            sizes[i], targets[i], byScale ? (float)factors[i] : (float)targets[i] / sizes[i], mode, coordinates, rounding)),
        ];
        var text =
            $"{mode}, {coordinates}, {rounding}, {(byScale ? $"by {string.Join(" ", factors)}" : $"to {string.Join(" ", targets)}")}";
        return new(
            "Resize", text, axes,
            (x, _, _) =>
                byScale
                    ? x.ResizeBy(factors, mode, coordinates, rounding)
                    : x.Resize(Shape.Create([.. targets.Select(t => (Dimension)t)]), mode, coordinates, rounding))
        {
            IsRefused = targets.Any(t => t < 1),
            IsDelicate = mode == ResizeMode.Nearest && sizes.Zip(targets).Where((a, i) => a.Second > 0
                && ResizeMaps.IsDelicate(a.First, a.Second, byScale ? (float)factors[i] : null, coordinates, rounding)).Any(),
        };
    }

    /// <summary>
    /// PyTorch's layer: its nearest element is at ⌊i · float32(1 / factor)⌋, or ⌊i · float32(n / m)⌋ where lengths are given.
    /// </summary>
    public static GeometryCase Upsample(Random random)
    {
        var rank = random.Next(1, 4);
        var mode = random.Next(4) switch { < 2 => ResizeMode.Nearest, 2 => ResizeMode.Linear, _ => ResizeMode.Cubic };
        var aligns = mode != ResizeMode.Nearest && random.Next(2) == 0;
        var most = rank == 1 ? 120 : rank == 3 ? 8 : 30;
        var sizes = GeometryDraw.Draw(rank, () => random.Next(1, most));
        var byScale = random.Next(2) == 0;
        var factor = Factor(random);
        int[] targets = byScale ? [.. sizes.Select(n => (int)Math.Floor(n * factor))] : GeometryDraw.Draw(rank, () => random.Next(1, most));
        var coordinates = aligns ? ResizeCoordinates.AlignCorners : ResizeCoordinates.HalfPixel;
        GeometryAxis[] axes =
        [
            .. sizes.Zip(
                targets,
                (n, m) =>
                    mode == ResizeMode.Nearest
                        ? GeometryAxis.Selection(
                            n,
                            Enumerable.Range(0, Math.Max(0, m)).Select(i => Nearest(i, n, m, byScale ? (float)(1 / factor) : (float)n / m)))
                    : mode == ResizeMode.Linear && n == m ? GeometryAxis.Selection(n, Enumerable.Range(0, n))
                    : Axis(n, m, byScale ? (float)factor : (float)m / n, mode, coordinates, ResizeRounding.Floor)),
        ];
        var layer = new Lazy<Upsample>(() =>
            byScale ? new(factor, mode, aligns) : new(Shape.Create([.. targets.Select(t => (Dimension)t)]), mode, aligns));
        var text = $"{mode}{(aligns ? ", aligned" : "")}, {(byScale ? $"by {factor}" : $"to {string.Join(" ", targets)}")}";
        return new("Upsample", text, axes, (x, _, _) => layer.Value.Forward(x))
        {
            IsRefused = targets.Any(t => t < 1),
            IsDelicate =
                mode == ResizeMode.Nearest
                && sizes
                    .Zip(targets)
                    .Any(a =>
                        a.Second > 0
                        && ResizeMaps.IsDelicate(
                            a.First, a.Second, byScale ? (float)factor : null, ResizeCoordinates.Asymmetric, ResizeRounding.Floor)),
            NamedAxes = sizes.SequenceEqual(targets)
                ? [.. sizes.Select(n => GeometryAxis.Selection(n, Enumerable.Range(0, n)))]
                :
                [
                    .. sizes.Zip(
                        targets,
                        (n, m) =>
                            Axis(
                                n, m, byScale ? (float)factor : (float)m / n, mode,
                                mode == ResizeMode.Nearest ? ResizeCoordinates.Asymmetric : coordinates, ResizeRounding.Floor)),
                ],
        };
    }

    private static double Factor(Random random) =>
        random.Next(2) == 0 ? Factors[random.Next(Factors.Length)] : Math.Round(0.1 + (random.NextDouble() * 3), random.Next(1, 4));

    private static int Nearest(int i, int n, int m, float scale) =>
        n == m ? i
        : m == 2 * n ? i >> 1
        : Math.Min((int)MathF.Floor(i * scale), n - 1);

    private static GeometryAxis Axis(int n, int m, float scale, ResizeMode mode, ResizeCoordinates coordinates, ResizeRounding rounding)
    {
        List<AxisTerm> terms = [];
        for (var i = 0; i < m; i++)
        {
            var x = coordinates switch
            {
                ResizeCoordinates.Asymmetric => i / scale,
                ResizeCoordinates.AlignCorners => m == 1 ? 0 : i * (float)(n - 1) / (m - 1),
                ResizeCoordinates.PytorchHalfPixel => m > 1 ? ((i + 0.5f) / scale) - 0.5f : 0,
                _ => ((i + 0.5f) / scale) - 0.5f,
            };
            var floor = (int)MathF.Floor(x);
            double t = x - floor;
            (int At, double Weight)[] taps = mode switch
            {
                ResizeMode.Nearest => [((int)(rounding switch
                {
                    ResizeRounding.Floor => MathF.Floor(x),
                    ResizeRounding.Ceil => MathF.Ceiling(x),
                    ResizeRounding.RoundPreferFloor => MathF.Ceiling(x - 0.5f),
                    _ => MathF.Floor(x + 0.5f),
                }), 1)],
                ResizeMode.Linear => [(floor, 1 - t), (floor + 1, t)],
                _ => [.. Enumerable.Range(-1, 4).Select(k => (floor + k, Cubic(Math.Abs(t - k))))],
            };
            foreach (var (at, weight) in taps) terms.Add(new(i, Math.Clamp(at, 0, n - 1), 0, weight));
        }

        return new(n, m, terms);
    }

    /// <summary>Keys, 1981, with a = −0.75.</summary>
    private static double Cubic(double d) => d <= 1
        ? (1.25 * d * d * d) - (2.25 * d * d) + 1
        : (-0.75 * d * d * d) + (3.75 * d * d) - (6 * d) + 3;
}
