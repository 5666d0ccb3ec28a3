using OnnxTrain.Kernels;
using static OnnxTrain.Tests.Ops.OpInput;

namespace OnnxTrain.Tests.Ops;

/// <summary>Windows over named axes: pooling with ceil mode, adaptive pooling, upsampling, and gradients with strides.</summary>
internal static class NamedWindowCases
{
    private static Dimension Batch => "batch";

    /// <summary>[batch, 2, batch + 4, 7]: the height differs from run to run. Numbers are far apart, so that no maximum is a tie.</summary>
    private static OpInput Image { get; } =
        new(null, ["batch", 2, Batch + 4, 7], (random, i) => (((i * 37) % 101) - 50 + (random.NextDouble() / 4)) / 16);

    public static IEnumerable<OpCase> All() => [.. Pools(), .. Adaptive(), .. Upsampled(), .. Strided()];

    private static IEnumerable<OpCase> Pools()
    {
        (int Kernel, int Stride, int Padding)[] windows = [(2, 2, 0), (3, 2, 1), (2, 3, 0), (3, 3, 1), (2, 4, 1)];
        foreach (var (kernel, stride, padding) in windows)
        {
            var note = $"ceil mode, kernel {kernel}, stride {stride}, padding {padding}";
            yield return new(
                typeof(WindowPoolOp), $"largest, {note}",
                [Image],
                x => x[0].MaxPool(kernel, stride, padding, ceilMode: true),
                x => Pooled(x[0], kernel, stride, padding, (elements, _) => elements.Max()))
            {
                Ulps = 0,
            };
            foreach (var counts in (bool[])[true, false])
            {
                yield return new(
                    typeof(WindowPoolOp), $"mean, {note}{(counts ? ", padding counts" : "")}",
                    [Image],
                    x => x[0].AveragePool(kernel, stride, padding, ceilMode: true, countIncludePad: counts),
                    x => Pooled(x[0], kernel, stride, padding, (elements, padded) => elements.Sum() / (counts ? padded : elements.Length)))
                {
                    Ulps = 16, IsFloat64Exported = false,
                };
            }
        }

        yield return new(
            typeof(WindowPoolOp), "mean of a dilated window",
            [Image],
            x => x[0].AveragePool(2, 1, 0, dilation: 2),
            x => Nd.Of(
                [x[0].Sizes[0], 2, x[0].Sizes[2] - 2, 5],
                i => (from r in (int[])[0, 2] from c in (int[])[0, 2] select x[0][i[0], i[1], i[2] + r, i[3] + c]).Average()))
        {
            Ulps = 16, IsFloat64Exported = false,
        };
        yield return new(
            typeof(LengthFormulaGradientOp), "of a largest",
            [Image, Real([Batch, 2, (Batch + 5) / 2, 4])],
            x => new LengthFormulaGradientOp(new WindowPoolOp(new(new(2, 2), new(2, 2)), true, false, false), 1).Of(x[0], x[1]),
            x => Nd.Of(x[0].Sizes, i =>
            {
                var window =
                    from r in Enumerable.Range(i[2] / 2 * 2, 2) from c in Enumerable.Range(i[3] / 2 * 2, 2)
                    where r < x[0].Sizes[2] && c < 7 select x[0][i[0], i[1], r, c];
                return x[0][i] == window.Max() ? x[1][i[0], i[1], i[2] / 2, i[3] / 2] : 0;
            }))
        {
            Ulps = 0,
        };
    }

    private static IEnumerable<OpCase> Adaptive()
    {
        foreach (var (rows, columns) in ((int, int)[])[(3, 2), (1, 4), (6, 7)])
        {
            yield return new(
                typeof(AdaptivePoolOp), $"mean of {rows} × {columns} parts",
                [Image],
                x => x[0].AdaptiveAveragePool((rows, columns)),
                x => Parts(x[0], rows, columns, part => part.Average()))
            {
                Ulps = 16,
            };
            yield return new(
                typeof(AdaptivePoolOp), $"largest of {rows} × {columns} parts",
                [Image],
                x => x[0].AdaptiveMaxPool((rows, columns)),
                x => Parts(x[0], rows, columns, part => part.Max()))
            {
                Ulps = 0,
            };
        }
    }

    private static IEnumerable<OpCase> Upsampled()
    {
        foreach (var scale in (double[])[2, 3, 1.5])
        {
            yield return new(
                typeof(UpsampleOp), $"nearest, {scale} times",
                [Image],
                x => new Upsample(scale).Forward(x[0]),
                x => Nd.Of(
                    [x[0].Sizes[0], 2, (int)(x[0].Sizes[2] * scale), (int)(7 * scale)],
                    i => x[0][i[0], i[1], (int)(i[2] / scale), (int)(i[3] / scale)]))
            {
                Ulps = 0, IsFloat64Exported = scale == Math.Floor(scale),
            };
        }

        yield return new(
            typeof(UpsampleOp), "linear, 2 times",
            [Image],
            x => new Upsample(2, ResizeMode.Linear).Forward(x[0]),
            x => Nd.Of([x[0].Sizes[0], 2, x[0].Sizes[2] * 2, 14], i => Linear(x[0], i)))
        {
            Ulps = 8, IsFloat64Exported = false,
        };
    }

    private static IEnumerable<OpCase> Strided()
    {
        foreach (var (stride, padding, groups) in ((int, int, int)[])[(1, 1, 1), (2, 1, 1), (3, 0, 1), (2, 1, 2)])
        {
            var window = new Window(new(3, stride, 1, padding, padding), new(3, stride, 1, padding, padding));
            yield return new(
                typeof(ConvOp), $"named height, stride {stride}, padding {padding}, groups {groups}",
                [Image, Real([4, 2 / groups, 3, 3])],
                x => new ConvOp(window, groups).Of(x[0], x[1]),
                x => ConvolutionCases.Convolve(x[0], x[1], null, window, groups))
            {
                Ulps = 64, IsFloat64Exported = false,
            };
        }

        foreach (var counts in (bool[])[true, false])
        {
            yield return new(
                typeof(AveragePoolOp), $"named height, stride 2{(counts ? ", padding counts" : "")}",
                [Image],
                x => x[0].AveragePool(3, 2, 1, countIncludePad: counts),
                x => Pooled(x[0], 3, 2, 1, (elements, _) => elements.Sum() / (counts ? 9 : elements.Length), isCeil: false))
            {
                Ulps = 16, IsFloat64Exported = false,
            };
        }

        yield return new(
            typeof(MaxPoolOp), "named height, stride 2",
            [Image],
            x => x[0].MaxPool(3, 2, 1),
            x => Pooled(x[0], 3, 2, 1, (elements, _) => elements.Max(), isCeil: false))
        {
            Ulps = 0,
        };
    }

    /// <summary>
    /// PyTorch's pooling: ⌈(n + 2p − k) / s⌉ + 1 windows, one less where the last would begin behind n + p; beside the elements of a window
    /// how many of its places lie before n + p.
    /// </summary>
    private static Nd Pooled(Nd x, int kernel, int stride, int padding, Func<double[], int, double> join, bool isCeil = true)
    {
        return Nd.Of([x.Sizes[0], x.Sizes[1], Count(x.Sizes[2]), Count(x.Sizes[3])], i =>
        {
            var (rows, columns) = (Places(i[2], x.Sizes[2]), Places(i[3], x.Sizes[3]));
            double[] elements =
            [
                .. from r in rows where r >= 0 && r < x.Sizes[2] from c in columns where c >= 0 && c < x.Sizes[3]
                   select x[i[0], i[1], r, c],
            ];
            return join(elements, rows.Length * columns.Length);
        });

        int Count(int n)
        {
            var rest = n + (2 * padding) - kernel;
            var count = (isCeil ? (rest + stride - 1) / stride : rest / stride) + 1;
            return isCeil && (count - 1) * stride >= n + padding ? count - 1 : count;
        }

        int[] Places(int position, int n) =>
            [.. Enumerable.Range((position * stride) - padding, kernel).Where(at => at < n + padding)];
    }

    private static Nd Parts(Nd x, int rows, int columns, Func<IEnumerable<double>, double> join)
    {
        return Nd.Of([x.Sizes[0], x.Sizes[1], rows, columns], i => join(
            from r in Part(i[2], x.Sizes[2], rows) from c in Part(i[3], x.Sizes[3], columns) select x[i[0], i[1], r, c]));

        static IEnumerable<int> Part(int i, int n, int count)
        {
            var start = (int)Math.Floor((double)i * n / count);
            return Enumerable.Range(start, (int)Math.Ceiling((i + 1.0) * n / count) - start);
        }
    }

    /// <summary>Twice as long, the middles of elements as their places.</summary>
    private static double Linear(Nd x, int[] i)
    {
        return (
            from r in Near(i[2], x.Sizes[2]) from c in Near(i[3], x.Sizes[3])
            select r.Weight * c.Weight * x[i[0], i[1], r.At, c.At]).Sum();

        static (int At, double Weight)[] Near(int i, int n)
        {
            var place = Math.Clamp(((i + 0.5) / 2) - 0.5, 0, n - 1);
            var floor = (int)Math.Floor(place);
            return [(floor, 1 - (place - floor)), (Math.Min(floor + 1, n - 1), place - floor)];
        }
    }
}
