using static OnnxTrain.Tests.Ops.OpInput;

namespace OnnxTrain.Tests.Ops;

/// <summary>One number for many.</summary>
internal static class ReductionCases
{
    private static readonly (Shape Shape, int[] Axes)[] Patterns =
    [
        (["batch", 3, 4], []),
        (["batch", 3, 4], [0]),
        (["batch", 3, 4], [1]),
        (["batch", 3, 4], [2]),
        (["batch", 3, 4], [-1]),
        (["batch", 3, 4], [0, 1]),
        (["batch", 3, 4], [1, 2]),
        (["batch", 3, 4], [0, 2]),
        ([2, "batch", 3, 2], [1, 3]),
        ([2, "batch", 3, 2], [0, 2]),
        ([1, 5, 1], [1]),
        ([1, 5, 1], [0, 2]),
        (["batch", 1], [1]),
        ([7], [0]),
        ([], []),
        ([1, 1], [0]),
        ([33, 1025], [1]),
        ([33, 1025], [0]),
        ([40, 9, 100], [1]),
        ([40, 9, 100], [0, 2]),
        ([70000], [0]),
        ([13200, 5], [0]),
        ([90, 3, 301], [0, 2]),
        ([70, 700], [0]),
    ];

    public static IEnumerable<OpCase> All() =>
        [
            .. Rows(typeof(ReduceSumOp), (x, keep, axes) => x.Sum(keep, axes), x => x.Sum(), 0),
            .. Rows(typeof(ReduceMeanOp), (x, keep, axes) => x.Mean(keep, axes), x => x.Average(), double.NaN),
            .. Rows(typeof(ReduceMaxOp), (x, keep, axes) => x.Max(keep, axes), x => x.Max(), double.NegativeInfinity),
            .. Rows(typeof(ReduceMinOp), (x, keep, axes) => x.Min(keep, axes), x => x.Min(), double.PositiveInfinity),
            // ONNX leaves open what the maximum of a NaN is.
            new(
                typeof(ReduceMaxOp), "NaN wins",
                [Values([2, 3], 1, double.NaN, 2, 3, 4, 5)],
                x => x[0].Max(1),
                _ => new([2], [double.NaN, 5]))
            {
                Gradient = GradientCheck.None, IsExported = false,
            },
            new(
                typeof(ReduceMaxOp), "all negative",
                [Real(["batch", 4], -3, -1)],
                x => x[0].Max(1),
                x => x[0].Reduce([1], false, v => v.Max()))
            {
                Ulps = 0,
            },
            new(
                typeof(CountOp), "a named axis",
                [Real(["batch", 4])],
                x => CountOp.Of(x[0].Shape, x[0].ElementType),
                x => new([], [x[0].Items.Length]))
            {
                Gradient = GradientCheck.Zero, Ulps = 0,
            },
            new(
                typeof(CountOp), "a fixed axis besides the named one, used",
                [Real(["batch", 4])],
                x => x[0] * CountOp.Of(x[0].Shape, x[0].ElementType),
                x => x[0].Map(v => v * x[0].Items.Length))
            {
                Ulps = 1,
            },
            new(
                typeof(RangeOp), "of a named axis",
                [Real(["batch", 4])],
                x => RangeOp.Of(x[0].Shape[0], x[0].ElementType),
                x => Nd.Of([x[0].Sizes[0]], i => i[0]))
            {
                Gradient = GradientCheck.Zero, Ulps = 0,
            },
            new(
                typeof(RangeOp), "of a length, used",
                [Real(["batch", 4])],
                x => x[0] * RangeOp.Of(4, x[0].ElementType),
                x => Nd.Of(x[0].Sizes, i => x[0][i] * i[1]))
            {
                Ulps = 0,
            },
            .. ArgMax(),
        ];

    private static IEnumerable<OpCase> Rows(
        Type op, Func<Value, bool, int[], Value> build, Func<IEnumerable<double>, double> fold, double ofNothing)
    {
        foreach (var (shape, axes) in Patterns)
        {
            foreach (var keep in (bool[])[false, true])
            {
                var length = (axes.Length == 0 ? Enumerable.Range(0, shape.Rank) : axes)
                    .Select(axis => shape[axis < 0 ? axis + shape.Rank : axis])
                    .Aggregate(1L, (product, d) => product * (d.IsFixed ? d.Size : 1));
                int[] counted = [.. axes.Select(axis => axis < 0 ? axis + shape.Rank : axis)];
                yield return new(op, $"{shape} over [{string.Join(", ", axes)}]{(keep ? ", axes kept" : "")}", [Real(shape)],
                    x => build(x[0], keep, axes), x => x[0].Reduce(counted, keep, v => v.Any() ? fold(v) : ofNothing))
                {
                    // The elements of a sum are at most 2 and their rounding errors add up like a random walk.
                    Ulps = op == typeof(ReduceSumOp) || op == typeof(ReduceMeanOp) ? Math.Max(64, 2 * Math.Sqrt(length)) : 0,
                };
            }
        }
    }

    private static IEnumerable<OpCase> ArgMax()
    {
        (Shape Shape, int Axis)[] patterns =
        [
            (["batch", 5], 1),
            (["batch", 3, 4], 1),
            (["batch", 3, 4], -1),
            ([3, "batch"], 0),
            ([6], 0),
            (["batch", 1], 1),
        ];
        foreach (var (shape, axis) in patterns)
        {
            foreach (var keep in (bool[])[false, true])
                yield return new(
                    typeof(ArgMaxOp), $"{shape} along {axis}{(keep ? ", axis kept" : "")}",
                    [Real(shape)],
                    x => x[0].ArgMax(axis, keep),
                    x => First(x[0], (axis + shape.Rank) % shape.Rank, keep))
                {
                    Gradient = GradientCheck.Zero, Ulps = 0,
                };
        }

        yield return new(
            typeof(ArgMaxOp), "the first of equals",
            [Values(["batch", 4], 1, 3, 3, 2)],
            x => x[0].ArgMax(),
            x => First(x[0], 1, false))
        {
            Gradient = GradientCheck.Zero, Ulps = 0,
        };
    }

    private static Nd First(Nd x, int axis, bool keep) => x.Reduce([axis], keep, values =>
    {
        var list = values.ToList();
        return list.IndexOf(list.Max());
    });
}
