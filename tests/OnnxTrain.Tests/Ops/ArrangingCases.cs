using static OnnxTrain.Tests.Ops.OpInput;

namespace OnnxTrain.Tests.Ops;

/// <summary>Methods and operators that put elements in another order or repeat them.</summary>
internal static class ArrangingCases
{
    public static IEnumerable<OpCase> All() => [.. Repeats(), .. Orders(), .. Shapes()];

    private static IEnumerable<OpCase> Repeats()
    {
        (Shape Shape, int[] Times)[] tiles =
        [
            (["batch", 3], [1, 2]),
            (["batch", 3], [2]),
            (["batch", 2], [2, 1, 3]),
            (["batch", 2], [3, 1]),
            ([2, 3], [2, 2]),
            ([], [4]),
            (["batch", 3], []),
        ];
        foreach (var (shape, times) in tiles)
        {
            yield return OpCase.Composed(
                "Tile", $"{shape} by [{string.Join(", ", times)}]",
                [Real(shape)],
                x => x[0].Tile(times) * 1,
                x =>
                {
                    var rank = Math.Max(shape.Rank, times.Length);
                    int[] sizes = [.. Enumerable.Repeat(1, rank - shape.Rank), .. x[0].Sizes],
                        all = [.. Enumerable.Repeat(1, rank - times.Length), .. times];
                    return Nd.Of(
                        [.. sizes.Zip(all, (size, n) => size * n)],
                        i => x[0][[.. i.Zip(sizes, (at, size) => at % size).Skip(rank - shape.Rank)]]);
                }
            ) with
            {
                Ulps = 0,
            };
        }

        foreach (var (axis, n) in ((int, int)[])[(0, 2), (1, 3), (-1, 2), (1, 1)])
        {
            var at = (axis + 2) % 2;
            yield return OpCase.Composed(
                "RepeatInterleave", $"{n} times along {axis}",
                [Real(["batch", 3])],
                x => x[0].RepeatInterleave(n, axis) * 1,
                x => Nd.Of(Nd.With(x[0].Sizes, at, n * x[0].Sizes[at]), i => x[0][Nd.With(i, at, i[at] / n)])
            ) with
            {
                Ulps = 0,
            };
        }
    }

    private static IEnumerable<OpCase> Orders()
    {
        foreach (
            var axes in (int[][])
                [
                    [1],
                    [0],
                    [1, 2],
                    [-1, 0],
                ])
        {
            yield return OpCase.Composed(
                "Flip", $"axes {string.Join(" ", axes)}",
                [Real(["batch", 3, 4])],
                x => x[0].Flip(axes),
                x =>
                    Nd.Of(
                        x[0].Sizes,
                        i =>
                            x[0][
                                [.. i.Select((at, axis) => axes.Contains(axis) || axes.Contains(axis - 3) ? x[0].Sizes[axis] - 1 - at : at)]
                            ])
            ) with
            {
                Ulps = 0,
            };
        }

        foreach (var shift in (int[])[1, -1, 5, 7, -12, 0])
        {
            yield return OpCase.Composed(
                "Roll", $"by {shift}",
                [Real(["batch", 5, 2])],
                x => x[0].Roll(shift, 1) * 1,
                x => Nd.Of(x[0].Sizes, i => x[0][i[0], (((i[1] - shift) % 5) + 5) % 5, i[2]])
            ) with
            {
                Ulps = 0,
            };
        }

        yield return OpCase.Composed(
            "SwapAxes", "the first and the last",
            [Real(["batch", 2, 3])],
            x => x[0].SwapAxes(0, -1),
            x => Nd.Of([3, 2, x[0].Sizes[0]], i => x[0][i[2], i[1], i[0]])
        ) with
        {
            Ulps = 0,
        };
        yield return OpCase.Composed(
            "MoveAxis", "the first to the end",
            [Real(["batch", 2, 3])],
            x => x[0].MoveAxis(0, -1),
            x => Nd.Of([2, 3, x[0].Sizes[0]], i => x[0][i[2], i[0], i[1]])
        ) with
        {
            Ulps = 0,
        };
        yield return OpCase.Composed(
            "MoveAxis", "two of four",
            [Real(["batch", 2, 3, 4])],
            x => x[0].MoveAxis([3, 0], [0, 2]),
            x => Nd.Of([4, 2, x[0].Sizes[0], 3], i => x[0][i[2], i[1], i[3], i[0]])
        ) with
        {
            Ulps = 0,
        };
    }

    private static IEnumerable<OpCase> Shapes()
    {
        (Shape From, Shape To, Shape Result)[] inferred =
        [
            (["batch", 2, 3], ["batch", -1], ["batch", 6]),
            (["batch", 2, 3], [-1, 6], ["batch", 6]),
            ([2, 6], [-1], [12]),
            (["batch", 6], [-1, 3, 2], ["batch", 3, 2]),
            ([4, 6], [3, -1, 2], [3, 4, 2]),
            (["batch", 4], [2, -1, 2], [2, "batch", 2]),
        ];
        foreach (var (from, to, result) in inferred)
            yield return OpCase.Composed(
                "Reshape", $"{from} to {to}",
                [Real(from)],
                x => x[0].Reshape(to) * 1,
                x => new([.. result.Select(d => d.IsFixed ? (int)d.Size : x[0].Sizes[0])], x[0].Items)
            ) with
            {
                Ulps = 0,
            };
        yield return OpCase.Composed(
            "Reshape", "a multiple of a name and back",
            [Real(["batch", 4, 3])],
            x => (x[0].Reshape([-1, 3]) * 2).Reshape(["batch", 2, 2, 3]),
            x => new([x[0].Sizes[0], 2, 2, 3], x[0].Map(v => 2 * v).Items));
        yield return OpCase.Composed(
            "Reshape", "a multiple of a name",
            [Real(["batch", 4, 3])],
            x => x[0].Reshape([-1, 3]) * 2,
            x => new([4 * x[0].Sizes[0], 3], x[0].Map(v => 2 * v).Items));
        (Shape From, Shape To)[] empty =
        [
            ([2, 0, 3], [3, 0]),
            ([2, 3, 0], [0, 2, 1, 3]),
            ([0, 4], [0]),
            ([3, 0], [1, 3, 0, 1]),
            (["batch", 0, 2], ["batch", 0]),
            (["batch", 0], [0, "batch", 2]),
        ];
        foreach (var (from, to) in empty)
            yield return OpCase.Composed(
                "Reshape", $"{from} to {to}",
                [Real(from)],
                x => x[0].Reshape(to) * 1,
                x => new([.. to.Select(d => d.IsFixed ? (int)d.Size : x[0].Sizes[from.ToList().FindIndex(a => !a.IsFixed)])], x[0].Items)
            ) with
            {
                Ulps = 0,
            };
        yield return OpCase.Composed("Tile", "nothing", [Real([0, 4, 5])], x => x[0].Tile(2, 1, 1, 2) * 1, x => new([2, 0, 4, 10], [])) with
        {
            Ulps = 0,
        };
        yield return OpCase.Composed(
            "Squeeze", "two axes",
            [Real([1, "batch", 1, 3])],
            x => x[0].Squeeze(0, -2) * 1,
            x => new([x[0].Sizes[1], 3], x[0].Items)
        ) with
        {
            Ulps = 0,
        };
        yield return OpCase.Composed(
            "Squeeze", "all of one",
            [Real([1, "batch", 1, 3, 1])],
            x => x[0].Squeeze() * 1,
            x => new([x[0].Sizes[1], 3], x[0].Items)
        ) with
        {
            Ulps = 0,
        };
        yield return OpCase.Composed(
            "Unsqueeze", "places of the result",
            [Real(["batch", 3])],
            x => x[0].Unsqueeze(0, -1, 2) * 1,
            x => new([1, x[0].Sizes[0], 1, 3, 1], x[0].Items)
        ) with
        {
            Ulps = 0,
        };
    }
}
