using static OnnxTrain.Tests.Ops.OpInput;

namespace OnnxTrain.Tests.Ops;

/// <summary>Variances, norms, products, logarithms of sums of exponentials, indices of the smallest.</summary>
internal static class StatisticsCases
{
    private static readonly (Shape Shape, int[] Axes)[] Patterns =
    [
        (["batch", 3, 4], [1]),
        (["batch", 3, 4], [-1]),
        (["batch", 3, 4], [1, 2]),
        ([5, "batch", 2], [0, 2]),
        ([4, 3], []),
        ([33, 40], [0]),
        ([3, 1025], [1]),
    ];

    public static IEnumerable<OpCase> All() => [.. Variances(), .. Norms(), .. Products(), .. Sums(), .. ArgMin()];

    private static IEnumerable<OpCase> Variances()
    {
        foreach (var (shape, axes) in Patterns)
        {
            foreach (var keep in (bool[])[false, true])
            {
                var note = $"{shape} over [{string.Join(", ", axes)}]{(keep ? ", axes kept" : "")}";
                yield return new(
                    typeof(SampleVarianceOp), $"variance, {note}",
                    [Real(shape)],
                    x => x[0].Var(1, keep, axes),
                    x => x[0].Reduce(Positive(axes, shape), keep, v => Variance(v, 1)))
                {
                    Ulps = 16,
                };
                yield return OpCase.Composed(
                    "Var", $"mean square deviation, {note}",
                    [Real(shape)],
                    x => x[0].Var(0, keep, axes),
                    x => x[0].Reduce(Positive(axes, shape), keep, v => Variance(v, 0))
                ) with
                {
                    Ulps = 16,
                };
                yield return OpCase.Composed(
                    "Std", note,
                    [Real(shape)],
                    x => x[0].Std(1, keep, axes),
                    x => x[0].Reduce(Positive(axes, shape), keep, v => Math.Sqrt(Variance(v, 1)))
                ) with
                {
                    Ulps = 16,
                };
            }
        }

        yield return new(
            typeof(SampleVarianceOp), "the short form, far from zero",
            [Real([4, 6], 1000, 1001)],
            x => x[0].Var(1),
            x => x[0].Reduce([1], false, v => Variance(v, 1)))
        {
            Ulps = 2000,
        };
        yield return OpCase.Composed(
            "Std", "no deviation",
            [Values([2, 3], 2, 2, 2, 1, 1, 1)],
            x => x[0].Std(1),
            x => new([2], [0, 0])
        ) with
        {
            Gradient = GradientCheck.None,
        };
        yield return OpCase.Composed(
            "Var", "mean square deviation over a named axis",
            [Real(["batch", 3])],
            x => x[0].Var(0, false, 0),
            x => x[0].Reduce([0], false, v => v.Any() ? Variance(v, 0) : double.NaN)
        ) with
        {
            Ulps = 16,
        };
    }

    private static IEnumerable<OpCase> Norms()
    {
        (double P, Func<IEnumerable<double>, double> F)[] norms =
        [
            (2, v => Math.Sqrt(v.Sum(x => x * x))), (1, v => v.Sum(Math.Abs)), (0, v => v.Count(x => x != 0)),
            (double.PositiveInfinity, v => v.Max(Math.Abs)), (double.NegativeInfinity, v => v.Min(Math.Abs)),
            (3, v => Math.Cbrt(v.Sum(x => Math.Pow(Math.Abs(x), 3)))), (0.5, v => Math.Pow(v.Sum(x => Math.Sqrt(Math.Abs(x))), 2)),
            (-1, v => 1 / v.Sum(x => 1 / Math.Abs(x))),
        ];
        foreach (var (p, f) in norms)
        {
            foreach (var (shape, axes) in ((Shape, int[])[])[(["batch", 3, 4], [1]), (["batch", 3], [1]), ([4, 3], []), ([2, 40], [-1])])
                yield return OpCase.Composed(
                    "Norm", FormattableString.Invariant($"p {p}, {shape} over [{string.Join(", ", axes)}]"),
                    [Real(shape, -2, 2, 0.2)],
                    x => x[0].Norm(p, true, axes) * 1,
                    x => x[0].Reduce(Positive(axes, shape), true, f)
                ) with
                {
                    Ulps = 64,
                };
        }

        foreach (var p in (double[])[2, 1, 3, 0.5])
            yield return OpCase.Composed(
                "Norm", FormattableString.Invariant($"p {p} of zeros"),
                [Values([2, 2], 0, 0, 0, 3)],
                x =>
                    [
                        Value.Where(x[0].Norm(p, false, 1) >= 0, x[0].Norm(p, false, 1), x[0].Number(-1)),
                        x[0].Norm(p, false, 1).Sum().Gradient(x[0])[0],
                    ],
                x => [new([2], [0, 3]), new([2, 2], [0, 0, 0, 1])]
            ) with
            {
                Ulps = 8, Gradient = GradientCheck.None,
            };
        yield return OpCase.Composed(
            "CosineSimilarity", "a row",
            [Real(["batch", 5]), Real([5])],
            x => x[0].CosineSimilarity(x[1]),
            x => Nd.Of([x[0].Sizes[0]], i => Cosine(i[0], x[0], x[1]))
        ) with
        {
            Ulps = 8,
        };
        yield return OpCase.Composed(
            "CosineSimilarity", "of vectors without length",
            [Values([2, 3], 0, 0, 0, 1, 0, 0), Values([2, 3], 1, 2, 3, 2, 0, 0)],
            x => x[0].CosineSimilarity(x[1], -1),
            _ => new([2], [0, 1])
        ) with
        {
            Gradient = GradientCheck.None,
        };
    }

    private static IEnumerable<OpCase> Products()
    {
        foreach (var (shape, axes) in Patterns)
        {
            foreach (var keep in (bool[])[false, true])
                yield return new(
                    typeof(ReduceProdOp), $"{shape} over [{string.Join(", ", axes)}]{(keep ? ", axes kept" : "")}",
                    [Real(shape, 0.9, 1.1)],
                    x => x[0].Prod(keep, axes),
                    x => x[0].Reduce(Positive(axes, shape), keep, Product))
                {
                    Ulps = 64,
                };
        }

        yield return new(
            typeof(ReduceProdOp), "no zero, one, two and three",
            [Values([4, 3], 2, -1.5, 0.5, 2, 0, -3, 0, 4, 0, 0, 0, 0)],
            x => x[0].Prod(1),
            x => x[0].Reduce([1], false, Product))
        {
            Ulps = 2,
        };
        yield return new(
            typeof(ReduceProdOp), "over a named axis",
            [Real(["batch", 3], 0.5, 2)],
            x => x[0].Prod(0),
            x => x[0].Reduce([0], false, Product))
        {
            Ulps = 16,
        };
        yield return new(
            typeof(ReduceProdOp), "over a named axis with a zero",
            [Values(["batch", 2], 0, 1.5, 2, -0.5, 1.25, 0)],
            x => x[0].Prod(0),
            x => x[0].Reduce([0], false, Product))
        {
            Ulps = 16, Gradient = GradientCheck.None,
        };
        yield return new(typeof(ReduceProdOp), "of nothing", [Real([2, 0])], x => x[0].Prod(1), x => new([2], [1, 1])) { Ulps = 0 };
        yield return new(
            typeof(ReduceProdOp), "a long axis",
            [Real([70000], 0.999, 1.001)],
            x => x[0].Prod(),
            x => x[0].Reduce([0], false, Product))
        {
            Ulps = 1024,
        };
        foreach (var type in (ElementType[])[ElementType.Int32, ElementType.Int64])
            yield return new(
                typeof(ReduceProdOp), type.Text(),
                [Whole(["batch", 3, 4], -3, 4, type)],
                x => x[0].Prod(1, 2),
                x => x[0].Reduce([1, 2], false, Product))
            {
                Ulps = 0, Gradient = GradientCheck.Zero,
            };
    }

    private static IEnumerable<OpCase> Sums()
    {
        foreach (var (shape, axes) in Patterns)
        {
            foreach (var keep in (bool[])[false, true])
                yield return OpCase.Composed(
                    "LogSumExp", $"{shape} over [{string.Join(", ", axes)}]{(keep ? ", axes kept" : "")}",
                    [Real(shape)],
                    x => x[0].LogSumExp(keep, axes),
                    x => x[0].Reduce(Positive(axes, shape), keep, LogSumExp)
                ) with
                {
                    Ulps = 16,
                };
        }

        yield return OpCase.Composed(
            "LogSumExp", "far out",
            [Values([4, 2], 1000, 1000, -1000, -1001, 1e30, 0, -1e30, -1e30)],
            x => x[0].LogSumExp(1),
            x => x[0].Reduce([1], false, LogSumExp)
        ) with
        {
            Ulps = 2, Gradient = GradientCheck.None,
        };
        yield return OpCase.Composed(
            "LogSumExp", "not finite",
            [
                Values(
                    [4, 2],
                    double.PositiveInfinity, 1, double.NegativeInfinity, 1, double.NegativeInfinity, double.NegativeInfinity, double.NaN,
                    1),
            ],
            x => x[0].LogSumExp(1),
            _ => new([4], [double.PositiveInfinity, 1, double.NegativeInfinity, double.NaN])
        ) with
        {
            Gradient = GradientCheck.None,
        };
    }

    private static IEnumerable<OpCase> ArgMin()
    {
        (Shape Shape, int Axis)[] patterns = [(["batch", 5], 1), (["batch", 3, 4], 1), (["batch", 3, 4], -1), ([3, "batch"], 0), ([6], 0)];
        foreach (var (shape, axis) in patterns)
        {
            foreach (var keep in (bool[])[false, true])
                yield return new(
                    typeof(ArgMinOp), $"{shape} along {axis}{(keep ? ", axis kept" : "")}",
                    [Real(shape)],
                    x => x[0].ArgMin(axis, keep),
                    x => First(x[0], (axis + shape.Rank) % shape.Rank, keep))
                {
                    Gradient = GradientCheck.Zero, Ulps = 0,
                };
        }

        yield return new(
            typeof(ArgMinOp), "the first of equals",
            [Values(["batch", 4], 3, 1, 1, 2)],
            x => x[0].ArgMin(),
            x => First(x[0], 1, false))
        {
            Gradient = GradientCheck.Zero, Ulps = 0,
        };
    }

    private static int[] Positive(int[] axes, Shape shape) => [.. axes.Select(axis => axis < 0 ? axis + shape.Rank : axis)];

    private static double Variance(IEnumerable<double> values, int correction)
    {
        double[] v = [.. values];
        var mean = v.Average();
        return v.Sum(x => (x - mean) * (x - mean)) / (v.Length - correction);
    }

    private static double Product(IEnumerable<double> values) => values.Aggregate(1.0, (a, b) => a * b);

    private static double LogSumExp(IEnumerable<double> values)
    {
        double[] v = [.. values];
        return v.Max() + Math.Log(v.Sum(x => Math.Exp(x - v.Max())));
    }

    private static double Cosine(int row, Nd a, Nd b)
    {
        double[] x = [.. Enumerable.Range(0, 5).Select(j => a[row, j])], y = [.. Enumerable.Range(0, 5).Select(j => b[j])];
        return x.Zip(y, (p, q) => p * q).Sum() / Math.Sqrt(x.Sum(p => p * p) * y.Sum(q => q * q));
    }

    private static Nd First(Nd x, int axis, bool keep) => x.Reduce([axis], keep, values =>
    {
        var list = values.ToList();
        return list.IndexOf(list.Min());
    });
}
