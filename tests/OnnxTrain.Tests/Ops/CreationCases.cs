using static OnnxTrain.Tests.Ops.OpInput;

namespace OnnxTrain.Tests.Ops;

/// <summary>Values that come from no input, and products of them.</summary>
internal static class CreationCases
{
    public static IEnumerable<OpCase> All() => [.. Ranges(), .. Constants(), .. Products()];

    private static IEnumerable<OpCase> Ranges()
    {
        yield return new(
            typeof(RangeOp), "int64 along a named axis",
            [Whole(["batch", 2], 0, 3)],
            x => x[0].Gather(Value.Arange(2), 1).EqualTo(Value.Arange(x[0].Shape[0]).Unsqueeze(1)),
            x => Nd.Of(x[0].Sizes, i => x[0][i] == i[0] ? 1 : 0))
        {
            Gradient = GradientCheck.Zero, Ulps = 0,
        };
        yield return OpCase.Composed(
            "Arange", "up",
            [Real(["batch", 4])],
            x => x[0] + Value.Arange(1, 2.9, 0.5, x[0].ElementType),
            x => Nd.Of(x[0].Sizes, i => x[0][i] + 1 + (0.5 * i[1])));
        yield return OpCase.Composed(
            "Arange", "down, in int64",
            [Whole(["batch", 4], 0, 9)],
            x => x[0] < Value.Arange(9, 1, -2, ElementType.Int64),
            x => Nd.Of(x[0].Sizes, i => x[0][i] < 9 - (2 * i[1]) ? 1 : 0)
        ) with
        {
            Gradient = GradientCheck.Zero,
        };
    }

    private static IEnumerable<OpCase> Constants()
    {
        (int Rows, int? Columns, int Diagonal)[] eyes = [(3, null, 0), (3, 5, 1), (3, 2, -1), (3, 3, 7)];
        foreach (var (rows, columns, k) in eyes)
        {
            yield return OpCase.Composed(
                "Eye", $"{rows} by {columns}, diagonal {k}",
                [Real(["batch", 1, 1])],
                x => x[0] + Value.Eye(rows, columns, k, x[0].ElementType),
                x => Nd.Of([x[0].Sizes[0], rows, columns ?? rows], i => x[0][i[0], 0, 0] + (i[2] - i[1] == k ? 1 : 0)));
        }

        yield return OpCase.Composed(
            "Full", "a named axis",
            [Real(["batch", 3])],
            x => x[0] - Value.Full(["batch", 1], 2.5, x[0].ElementType),
            x => x[0].Map(v => v - 2.5));
        yield return OpCase.Composed(
            "Zeros", "along an axis",
            [Real(["batch", 3])],
            x => Value.Concat(1, x[0], Value.Zeros(["batch", 2], x[0].ElementType)),
            x => Nd.Of([x[0].Sizes[0], 5], i => i[1] < 3 ? x[0][i] : 0)
        ) with
        {
            Ulps = 0,
        };
        yield return OpCase.Composed(
            "Ones", "along an axis",
            [Real(["batch", 3])],
            x => Value.Concat(1, x[0], Value.Ones(["batch", 2], x[0].ElementType)),
            x => Nd.Of([x[0].Sizes[0], 5], i => i[1] < 3 ? x[0][i] : 1)
        ) with
        {
            Ulps = 0,
        };
        yield return OpCase.Composed(
            "ZerosLike", "and the other likenesses",
            [Real(["batch", 3])],
            x => Value.Concat(1, x[0].ZerosLike(), x[0].OnesLike(), x[0].FullLike(-4)),
            x =>
                Nd.Of(
                    [x[0].Sizes[0], 9],
                    i =>
                        i[1] < 3 ? 0
                        : i[1] < 6 ? 1
                        : -4)
        ) with
        {
            Gradient = GradientCheck.Zero, Ulps = 0,
        };
    }

    private static IEnumerable<OpCase> Products()
    {
        yield return OpCase.Composed(
            "Outer", "of two vectors",
            [Real(["batch"]), Real([4])],
            x => x[0].Outer(x[1]),
            x => Nd.Of([x[0].Sizes[0], 4], i => x[0][i[0]] * x[1][i[1]]));
        foreach (var p in (double[])[1, 2, 3, 1.5, double.PositiveInfinity])
        {
            yield return OpCase.Composed(
                "Cdist", $"p = {p}",
                [Real(["batch", 3, 4]), Real([5, 4])],
                x => x[0].Cdist(x[1], p),
                x =>
                    Nd.Of(
                        [x[0].Sizes[0], 3, 5],
                        i =>
                        {
                            var distances = Enumerable.Range(0, 4).Select(k => Math.Abs(x[0][i[0], i[1], k] - x[1][i[2], k]));
                            return double.IsInfinity(p) ? distances.Max() : Math.Pow(distances.Sum(d => Math.Pow(d, p)), 1 / p);
                        })
            ) with
            {
                Ulps = 16,
            };
        }

        yield return OpCase.Composed(
            "Cdist", "of rows with themselves",
            [Real(["batch", 3])],
            x => x[0].Unsqueeze(1).Cdist(x[0].Unsqueeze(1)),
            x => Nd.Of([x[0].Sizes[0], 1, 1], _ => 0)
        ) with
        {
            Gradient = GradientCheck.Zero, Ulps = 0,
        };
    }
}
