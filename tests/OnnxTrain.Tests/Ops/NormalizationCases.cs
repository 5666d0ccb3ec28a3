using static OnnxTrain.Tests.Ops.OpInput;

namespace OnnxTrain.Tests.Ops;

/// <summary>Operators that take off means and divide by deviations.</summary>
internal static class NormalizationCases
{
    /// <summary>Large enough that one number, which has no variance, does not blow up second differences.</summary>
    private const double Epsilon = 0.02;

    private static readonly Shape[] Images = [["batch", 5], ["batch", 3, 7], ["batch", 2, 3, 5], ["batch", 1, 2, 3, 2]];

    public static IEnumerable<OpCase> All() => [.. Batches(), .. Statistics(), .. Layers(), .. Groups(), .. Responses()];

    private static IEnumerable<OpCase> Batches()
    {
        foreach (var shape in (Shape[])[.. Images, [70, 131], [3, 2, 41, 67], [1, 3, 2101]])
        {
            var channels = shape[1];
            yield return new(typeof(BatchNormalizationOp), $"{shape}", [Real(shape), Real([channels]), Real([channels])],
                x => [.. new BatchNormalizationOp(Epsilon).NodeOf(x).Outputs],
                x =>
                {
                    var (mean, variance) = Moments(x[0], i => i[1], (int)channels.Size);
                    return
                    [
                        Nd.Of(x[0].Sizes, i => ((x[0][i] - mean[i[1]]) / Math.Sqrt(variance[i[1]] + Epsilon) * x[1][i[1]]) + x[2][i[1]]),
                        new([mean.Length], mean),
                        new([mean.Length], variance),
                    ];
                })
            {
                Ulps = 40,
            };
            yield return new(
                typeof(BatchNormalizationInferenceOp), $"{shape}",
                [Real(shape), Real([channels]), Real([channels]), Real([channels]), Real([channels], 0.2, 3)],
                x => x[0].BatchNormalization(x[1], x[2], x[3], x[4], Epsilon),
                x => Nd.Of(x[0].Sizes, i => ((x[0][i] - x[3][i[1]]) / Math.Sqrt(x[4][i[1]] + Epsilon) * x[1][i[1]]) + x[2][i[1]]))
            {
                Ulps = 8,
            };
            yield return new(
                typeof(BatchNormalizationGradientOp), $"{shape}",
                [Real(shape), Real([channels]), Real([channels]), Real([channels], 0.3, 3), Real(shape)],
                x => [.. new BatchNormalizationGradientOp(Epsilon).NodeOf(x).Outputs],
                x =>
                {
                    var (count, r) = (Count(x[0], (int)channels.Size), x[3].Map(v => 1 / Math.Sqrt(v + Epsilon)));
                    var sum = Sums(x[4], i => i[1], (int)channels.Size);
                    var product = Sums(Nd.Of(x[0].Sizes, i => x[4][i] * (x[0][i] - x[2][i[1]]) * r[i[1]]), i => i[1], (int)channels.Size);
                    return
                    [
                        Nd.Of(
                            x[0].Sizes,
                            i =>
                                x[1][i[1]]
                                * r[i[1]]
                                * (x[4][i] - (sum[i[1]] / count) - ((x[0][i] - x[2][i[1]]) * r[i[1]] * product[i[1]] / count))),
                        new([product.Length], product),
                        new([sum.Length], sum),
                    ];
                }) { Ulps = 256 };
        }

        yield return new(
            typeof(BatchNormalizationOp), "running statistics wait for inference",
            [Real(["batch", 2, 3]), Real([2]), Real([2]), Real([2]), Real([2])],
            x => new BatchNormalizationOp(Epsilon).Of(x),
            x =>
            {
                var (mean, variance) = Moments(x[0], i => i[1], 2);
                return Nd.Of(x[0].Sizes, i => ((x[0][i] - mean[i[1]]) / Math.Sqrt(variance[i[1]] + Epsilon) * x[1][i[1]]) + x[2][i[1]]);
            })
        {
            Ulps = 40,
        };
        yield return new(
            typeof(BatchNormalizationOp), "a mean far from zero",
            [Real([64, 2, 9], 100, 101), Real([2]), Real([2])],
            x => new BatchNormalizationOp(1e-5).Of(x),
            x =>
            {
                var (mean, variance) = Moments(x[0], i => i[1], 2);
                return Nd.Of(x[0].Sizes, i => ((x[0][i] - mean[i[1]]) / Math.Sqrt(variance[i[1]] + 1e-5) * x[1][i[1]]) + x[2][i[1]]);
            }) { Ulps = 1024, Gradient = GradientCheck.None }; // a hundred takes seven of the bits of the input
    }

    private static IEnumerable<OpCase> Statistics()
    {
        foreach (var counted in (Shape[])[[7], [2, 3], ["batch", 4]])
        {
            yield return new(
                typeof(UnbiasedVarianceOp), $"of {counted}",
                [Real([3], 0, 2), Real(counted)],
                x => [new UnbiasedVarianceOp(counted).Of(x[0]), x[1] * 1],
                x => [x[0].Map(v => v * (x[1].Items.Length / (x[1].Items.Length - 1.0))), x[1]])
            {
                Ulps = 2,
            };
        }
    }

    private static IEnumerable<OpCase> Layers()
    {
        (Shape Shape, int Axis)[] patterns =
        [
            (["batch", 7], 1),
            (["batch", 3, 5], 2),
            (["batch", 2, 3, 4], 1),
            ([9, 2100], 1),
            ([301, 33], 1),
        ];
        foreach (var (shape, axis) in patterns)
        {
            Shape tail = [.. shape.Skip(axis)];
            var rows = string.Join(" ", shape.Take(axis));
            Nd Normal(Nd x, bool isCentered, out Nd factor)
            {
                var (mean, variance) = Moments(x, i => Flat(i, x.Sizes, axis), Product(x.Sizes, axis));
                var r = variance.Select((v, row) => 1 / Math.Sqrt(v + (isCentered ? 0 : mean[row] * mean[row]) + Epsilon)).ToArray();
                factor = Nd.Of(x.Sizes, i => r[Flat(i, x.Sizes, axis)]);
                return Nd.Of(x.Sizes, i => (x[i] - (isCentered ? mean[Flat(i, x.Sizes, axis)] : 0)) * r[Flat(i, x.Sizes, axis)]);
            }

            yield return new(
                typeof(LayerNormalizationOp), $"{shape} from axis {axis}",
                [Real(shape), Real(tail), Real(tail)],
                x => x[0].LayerNormalization(x[1], x[2], Epsilon),
                x => Nd.Zip(Nd.Zip(Normal(x[0], true, out _), x[1], (a, b) => a * b), x[2], (a, b) => a + b))
            {
                Ulps = 32,
            };
            yield return new(
                typeof(LayerNormalizationOp), $"{shape} from axis {axis}, no bias",
                [Real(shape), Real(tail)],
                x => x[0].LayerNormalization(x[1], null, Epsilon),
                x => Nd.Zip(Normal(x[0], true, out _), x[1], (a, b) => a * b))
            {
                Ulps = 32,
            };
            yield return new(
                typeof(RmsNormalizationOp), $"{shape} from axis {axis}",
                [Real(shape), Real(tail)],
                x => x[0].RmsNormalization(x[1], Epsilon),
                x => Nd.Zip(Normal(x[0], false, out _), x[1], (a, b) => a * b))
            {
                Ulps = 32,
            };
            foreach (var isCentered in (bool[])[true, false])
            {
                yield return new(
                    typeof(LayerNormalizationGradientOp), $"{shape} from axis {axis}{(isCentered ? "" : ", not centered")}",
                    [Real(shape), Real(tail), Real(shape)],
                    x => [.. new LayerNormalizationGradientOp(axis, Epsilon, isCentered).NodeOf(x).Outputs],
                    x =>
                    {
                        var (normal, h) = (Normal(x[0], isCentered, out var r), Nd.Zip(x[2], x[1], (a, b) => a * b));
                        var (n, rowsOf) = (Product(x[1].Sizes, x[1].Sizes.Length), Product(x[0].Sizes, axis));
                        double[] sum = Sums(h, i => Flat(i, h.Sizes, axis), rowsOf),
                            product = Sums(Nd.Zip(h, normal, (a, b) => a * b), i => Flat(i, h.Sizes, axis), rowsOf);
                        var dx = Nd.Of(
                            h.Sizes,
                            i =>
                                r[i]
                                * (
                                    h[i]
                                    - (isCentered ? sum[Flat(i, h.Sizes, axis)] / n : 0)
                                    - (normal[i] * product[Flat(i, h.Sizes, axis)] / n)));
                        int Element(int[] i) => Flat(i[axis..], x[1].Sizes, x[1].Sizes.Length);
                        Nd dscale = new(x[1].Sizes, Sums(Nd.Zip(x[2], normal, (a, b) => a * b), Element, n)),
                            dbias = new(x[1].Sizes, Sums(x[2], Element, n));
                        return isCentered ? [dx, dscale, dbias] : [dx, dscale];
                    }) { Ulps = 512 };
            }
        }
    }

    private static IEnumerable<OpCase> Groups()
    {
        (Shape Shape, int Groups)[] patterns =
        [
            (["batch", 6], 2),
            (["batch", 4, 5], 2),
            (["batch", 3, 3, 5], 3),
            (["batch", 4, 3, 3], 1),
            (["batch", 2, 2, 3, 2], 2),
            (["batch", 6, 1, 1], 3),
            ([3, 8, 37, 31], 4),
            ([2, 3, 5003], 3),
        ];
        foreach (var (shape, groups) in patterns)
        {
            var (channels, size) = ((int)shape[1].Size, (int)shape[1].Size / groups);
            int Group(int[] i) => (i[0] * groups) + (i[1] / size);
            yield return new(
                typeof(GroupNormalizationOp), $"{shape} in {groups}",
                [Real(shape), Real([channels]), Real([channels])],
                x => x[0].GroupNormalization(groups, x[1], x[2], Epsilon),
                x =>
                {
                    var (mean, variance) = Moments(x[0], Group, x[0].Sizes[0] * groups);
                    return Nd.Of(
                        x[0].Sizes,
                        i => ((x[0][i] - mean[Group(i)]) / Math.Sqrt(variance[Group(i)] + Epsilon) * x[1][i[1]]) + x[2][i[1]]);
                })
            {
                Ulps = 40,
            };
            yield return new(
                typeof(GroupNormalizationGradientOp), $"{shape} in {groups}",
                [Real(shape), Real([channels]), Real(shape)],
                x => [.. new GroupNormalizationGradientOp(groups, Epsilon).NodeOf(x).Outputs],
                x =>
                {
                    var all = x[0].Sizes[0] * groups;
                    var (mean, variance) = Moments(x[0], Group, all);
                    var r = variance.Select(v => 1 / Math.Sqrt(v + Epsilon)).ToArray();
                    var (normal, h) = (
                        Nd.Of(x[0].Sizes, i => (x[0][i] - mean[Group(i)]) * r[Group(i)]),
                        Nd.Of(x[0].Sizes, i => x[2][i] * x[1][i[1]]));
                    double[] sum = Sums(h, Group, all),
                        product = Sums(Nd.Zip(h, normal, (a, b) => a * b), Group, all);
                    var n = Product(x[0].Sizes[1..], x[0].Sizes.Length - 1) / groups;
                    return
                    [
                        Nd.Of(h.Sizes, i => r[Group(i)] * (h[i] - (sum[Group(i)] / n) - (normal[i] * product[Group(i)] / n))),
                        new([channels], Sums(Nd.Zip(x[2], normal, (a, b) => a * b), i => i[1], channels)),
                        new([channels], Sums(x[2], i => i[1], channels)),
                    ];
                }) { Ulps = 512 };
        }
    }

    private static IEnumerable<OpCase> Responses()
    {
        (Shape Shape, int Size)[] patterns =
        [
            (["batch", 7, 2, 3], 5),
            (["batch", 4, 3, 2], 3),
            (["batch", 5, 3], 3),
            (["batch", 5, 2, 2], 4),
            (["batch", 3, 2, 2], 9),
            (["batch", 4, 1, 1], 1),
        ];
        foreach (var (shape, size) in patterns)
        {
            yield return new(
                typeof(LocalResponseNormalizationOp), $"{shape} over {size}",
                [Real(shape)],
                x => x[0].LocalResponseNormalization(size, 0.7, 0.75, 2),
                x =>
                    Nd.Of(
                        x[0].Sizes,
                        i =>
                        {
                            var near = Enumerable.Range(i[1] - (size / 2), size).Where(c => c >= 0 && c < x[0].Sizes[1]);
                            return x[0][i]
                                / Math.Pow(2 + (0.7 / size * near.Sum(c => x[0][Nd.With(i, 1, c)] * x[0][Nd.With(i, 1, c)])), 0.75);
                        }))
            {
                Ulps = 8,
            };
        }
    }

    /// <summary>Mean and mean square deviation of the elements of each key; 0 of nothing.</summary>
    private static (double[] Mean, double[] Variance) Moments(Nd x, Func<int[], int> key, int keys)
    {
        var count = Math.Max(1, Count(x, keys));
        double[] mean = [.. Sums(x, key, keys).Select(s => s / count)];
        return (mean, [.. Sums(Nd.Of(x.Sizes, i => Math.Pow(x[i] - mean[key(i)], 2)), key, keys).Select(s => s / count)]);
    }

    private static int Count(Nd x, int keys) => keys == 0 ? 0 : x.Items.Length / keys;

    private static double[] Sums(Nd x, Func<int[], int> key, int keys)
    {
        var sums = new double[keys];
        _ = Nd.Of(x.Sizes, i => sums[key(i)] += x[i]);
        return sums;
    }

    private static int Product(int[] sizes, int count) => sizes.Take(count).Aggregate(1, (product, size) => product * size);

    private static int Flat(int[] index, int[] sizes, int axes) =>
        Enumerable.Range(0, axes).Aggregate(0, (at, axis) => (at * sizes[axis]) + index[axis]);
}
