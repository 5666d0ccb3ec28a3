using static OnnxTrain.Tests.Ops.OpInput;

namespace OnnxTrain.Tests.Ops;

/// <summary>Elements that flags, triangles and diagonals choose.</summary>
internal static class MaskCases
{
    public static IEnumerable<OpCase> All() => [.. Masks(), .. Diagonals()];

    private static IEnumerable<OpCase> Masks()
    {
        yield return OpCase.Composed(
            "MaskedFill", "a row of flags",
            [Real(["batch", 4]), Flags([4])],
            x => x[0].MaskedFill(x[1], -3),
            x => Nd.Of(x[0].Sizes, i => x[1][i[1]] != 0 ? -3 : x[0][i])
        ) with
        {
            Ulps = 0,
        };
        yield return OpCase.Composed(
            "MaskedFill", "with minus infinity",
            [Real(["batch", 4]), Values([4], 1, 0, 0, 1) with { Type = ElementType.Bool }],
            x => x[0].MaskedFill(x[1], double.NegativeInfinity).Softmax(),
            x => Nd.Of(x[0].Sizes, i => i[1] is 0 or 3 ? 0 : Math.Exp(x[0][i]) / (Math.Exp(x[0][i[0], 1]) + Math.Exp(x[0][i[0], 2])))
        ) with
        {
            Ulps = 4,
        };
        yield return OpCase.Composed(
            "MaskedFill", "of int64",
            [Whole(["batch", 4], 0, 9), Flags(["batch", 1])],
            x => x[0].MaskedFill(x[1], 7),
            x => Nd.Of(x[0].Sizes, i => x[1][i[0], 0] != 0 ? 7 : x[0][i])
        ) with
        {
            Gradient = GradientCheck.Zero, Ulps = 0,
        };
        foreach (var input in (OpInput[])[Flags([3, 4]), Values([2, 3], 0, 0.5, 0, 0, -2, 1), Whole([5], 0, 2), Values([2], 0)])
        {
            yield return new(typeof(NonZeroOp), $"of {input.Type?.ToString() ?? "floats"} {input.Shape}", [input], x => x[0].NonZero(), x =>
            {
                List<int[]> places = [];
                _ = Nd.Of(x[0].Sizes, i =>
                {
                    if (x[0][i] != 0) places.Add([.. i]);
                    return 0;
                });
                return Nd.Of([x[0].Items.Length, x[0].Sizes.Length], i => i[0] < places.Count ? places[i[0]][i[1]] : -1);
            })
            { Gradient = GradientCheck.Zero, Ulps = 0 };
        }

        (Shape Shape, int Diagonal)[] triangles =
        [
            (["batch", 3, 4], 0),
            ([4, 3], 1),
            (["batch", 3, 3], -1),
            (["batch", 4], 0),
            ([2, "batch", 5], 2),
        ];
        foreach (var (shape, k) in triangles)
        {
            yield return OpCase.Composed(
                "Tril", $"{shape} by {k}",
                [Real(shape)],
                x => x[0].Tril(k),
                x => Nd.Of(x[0].Sizes, i => i[^1] - i[^2] <= k ? x[0][i] : 0)
            ) with
            {
                Ulps = 0,
            };
            yield return OpCase.Composed(
                "Triu", $"{shape} by {k}",
                [Real(shape)],
                x => x[0].Triu(k),
                x => Nd.Of(x[0].Sizes, i => i[^1] - i[^2] >= k ? x[0][i] : 0)
            ) with
            {
                Ulps = 0,
            };
        }
    }

    private static IEnumerable<OpCase> Diagonals()
    {
        (Shape Shape, int Offset, int Rows, int Columns, int Count)[] patterns =
        [
            ([3, 4], 0, 0, 1, 3),
            ([3, 4], 1, 0, 1, 3),
            ([3, 4], 3, 0, 1, 1),
            ([3, 4], 4, 0, 1, 0),
            ([3, 4], -2, 0, 1, 1),
            (["batch", 3, 3], 0, 1, 2, 3),
            (["batch", 4, 3], -1, 1, 2, 3),
            ([3, "batch", 4], 1, -1, 0, 2),
        ];
        foreach (var (offset, rows, columns, height) in ((int, int, int, Dimension)[])
            [(0, 0, 1, "batch"), (1, 0, 1, "batch"), (-2, 0, 1, 4), (0, 1, 0, 3), (0, 0, 1, (Dimension)"batch" + 2)])
            yield return OpCase.Composed(
                "Diagonal", $"{offset} of [batch, {height}, 2], axes {rows} and {columns}",
                [Real(["batch", height, 2])],
                x => x[0].Diagonal(offset, rows, columns),
                x =>
                {
                    int[] size = [x[0].Sizes[rows], x[0].Sizes[columns]];
                    var (down, right) = (Math.Max(-offset, 0), Math.Max(offset, 0));
                    return Nd.Of([2, Math.Max(0, Math.Min(size[0] - down, size[1] - right))], i =>
                    {
                        int[] place = rows == 0 ? [i[1] + down, i[1] + right] : [i[1] + right, i[1] + down];
                        return x[0][place[0], place[1], i[0]];
                    });
                }) with
            {
                Ulps = 0,
            };
        foreach (var (shape, offset, rows, columns, count) in patterns)
        {
            var (r, c) = ((rows + shape.Rank) % shape.Rank, columns);
            yield return OpCase.Composed(
                "Diagonal", $"{offset} of {shape}, axes {rows} and {columns}",
                [Real(shape)],
                x => x[0].Diagonal(offset, rows, columns),
                x =>
                    Nd.Of(
                        [.. x[0].Sizes.Where((_, axis) => axis != r && axis != c), count],
                        i =>
                        {
                            var others = new Queue<int>(i[..^1]);
                            return x[0][
                                [
                                    .. Enumerable
                                        .Range(0, shape.Rank)
                                        .Select(axis =>
                                            axis == r ? i[^1] - Math.Min(offset, 0)
                                            : axis == c ? i[^1] + Math.Max(offset, 0)
                                            : others.Dequeue()),
                                ]
                            ];
                        })
            ) with
            {
                Ulps = 0,
            };
        }
    }
}
