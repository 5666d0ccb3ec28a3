using static OnnxTrain.Tests.Ops.OpInput;

namespace OnnxTrain.Tests.Ops;

/// <summary>Running sums and products.</summary>
internal static class RunningCases
{
    public static IEnumerable<OpCase> All() => [.. Running()];

    private static IEnumerable<OpCase> Running()
    {
        (Shape Shape, int Axis)[] patterns =
        [
            (["batch", 5], 1),
            (["batch", 3, 4], 1),
            (["batch", 3, 4], -1),
            ([5, "batch"], 0),
            ([3, 1], 0),
            ([130, 9], 0),
            ([2, 300], 1),
        ];
        foreach (var (shape, axis) in patterns)
        {
            foreach (var (exclusive, reverse) in ((bool, bool)[])[(false, false), (true, false), (false, true), (true, true)])
            {
                var note = $"{shape} along {axis}{(exclusive ? ", exclusive" : "")}{(reverse ? ", in reverse" : "")}";
                yield return new(
                    typeof(CumSumOp), note,
                    [Real(shape)],
                    x => x[0].CumSum(axis, exclusive, reverse),
                    x => Along(x[0], axis, exclusive, reverse, 0, (a, b) => a + b))
                {
                    Ulps = 64,
                };
                yield return new(
                    typeof(CumProdOp), note,
                    [Real(shape, 0.8, 1.2)],
                    x => x[0].CumProd(axis, exclusive, reverse),
                    x => Along(x[0], axis, exclusive, reverse, 1, (a, b) => a * b))
                {
                    Ulps = 64,
                };
            }
        }

        yield return new(
            typeof(CumSumOp), "along a named axis",
            [Real(["batch", 3])],
            x => x[0].CumSum(0),
            x => Along(x[0], 0, false, false, 0, (a, b) => a + b))
        {
            Ulps = 16,
        };
        foreach (var (exclusive, reverse) in ((bool, bool)[])[(false, false), (true, false), (false, true), (true, true)])
            yield return new(
                typeof(NamedCumProdOp), $"along a named axis{(exclusive ? ", exclusive" : "")}{(reverse ? ", in reverse" : "")}",
                [Real(["batch", 3], 0.8, 1.2)],
                x => x[0].CumProd(0, exclusive, reverse),
                x => Along(x[0], 0, exclusive, reverse, 1, (a, b) => a * b))
            {
                Ulps = 64,
            };
        yield return new(
            typeof(CumProdOp), "with zeros",
            [Values([2, 5], 2, 0, -1.5, 0, 0.5, 0, 3, 1.5, 2, 0.25)],
            x => x[0].CumProd(1),
            x => Along(x[0], 1, false, false, 1, (a, b) => a * b))
        {
            Ulps = 4,
        };
        foreach (var type in (ElementType[])[ElementType.Int32, ElementType.Int64])
            yield return new(
                typeof(CumSumOp), type.Text(),
                [Whole(["batch", 3, 4], -9, 10, type)],
                x => x[0].CumSum(1, true, true),
                x => Along(x[0], 1, true, true, 0, (a, b) => a + b))
            {
                Ulps = 0, Gradient = GradientCheck.Zero,
            };
    }

    /// <summary>The elements up to each, or before it, put together.</summary>
    private static Nd Along(Nd x, int axis, bool exclusive, bool reverse, double start, Func<double, double, double> join)
    {
        var at = (axis + x.Sizes.Length) % x.Sizes.Length;
        var length = x.Sizes[at];
        return Nd.Of(
            x.Sizes,
            i =>
            {
                var before = Enumerable
                    .Range(0, length)
                    .Where(j => reverse ? j > i[at] || (j == i[at] && !exclusive) : j < i[at] || (j == i[at] && !exclusive));
                return before.Select(j => x.Items[Nd.Flat(Nd.With(i, at, j), x.Sizes)]).Aggregate(start, join);
            });
    }
}
