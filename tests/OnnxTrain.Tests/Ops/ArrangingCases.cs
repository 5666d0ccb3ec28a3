using static OnnxTrain.Tests.Ops.OpInput;

namespace OnnxTrain.Tests.Ops;

/// <summary>Methods and operators that put elements in another order or repeat them.</summary>
internal static class ArrangingCases
{
    public static IEnumerable<OpCase> All() => [.. Slices(), .. Indexers(), .. Splits(), .. Repeats(), .. Orders(), .. Shapes()];

    /// <summary>Against the elements that Python's <c>range(*slice(start, end, step).indices(n))</c> lists.</summary>
    private static IEnumerable<OpCase> Slices()
    {
        (Shape Shape, int Axis, long? Start, long? End, long Step)[] patterns =
        [
            (["batch", 7], 1, null, null, 2),
            (["batch", 7], 1, 1, 6, 3),
            (["batch", 7], 1, -5, -1, 2),
            (["batch", 7], 1, null, null, -1),
            (["batch", 7], 1, 5, 1, -1),
            (["batch", 7], 1, -2, null, -3),
            (["batch", 7], 1, null, -4, -2),
            (["batch", 7, 2], 1, 6, null, -2),
            (["batch", 7, 3], 1, 0, 7, 4),
            (["batch", 7], 1, 2, 2, 5),
            (["batch", 7], 1, null, null, 100),
            (["batch", 7], 1, -3, null, 1),
            (["batch", 7], 1, null, -3, 1),
            (["batch", 0], 1, null, null, -1),
            ([3, "batch"], 0, 2, null, -2),
            (["batch", 2], 0, null, null, -1),
            ([2, "batch"], 1, null, null, -1),
            (["batch", 2], 0, null, null, 2),
            (["batch", 2], 0, null, null, -2),
            (["batch", 3], 0, 0, null, 1),
            (["batch", 4], 1, 4, 4, 3),
            (["batch", 4, 2], 1, 2, 2, -1),
            (["batch", 2, 4], 1, 0, 0, 1),
        ];
        foreach (var (shape, axis, start, end, step) in patterns)
        {
            yield return new(
                typeof(SliceOp), $"{shape}, axis {axis}, {start} : {end} : {step}",
                [Real(shape)],
                x => x[0].Slice(axis, start, end, step),
                x => Taken(x[0], axis, Python(x[0].Sizes[axis], start, end, step)))
            {
                Ulps = 0,
            };
        }

        foreach (var input in (OpInput[])[Whole(["batch", 5], -9, 9), Flags(["batch", 5]), Pixels(["batch", 5])])
        {
            yield return new(typeof(SliceOp), $"{input.Type} by −2", [input], x => x[0].Slice(1, step: -2), x => Taken(x[0], 1, [4, 2, 0]))
            {
                Gradient = GradientCheck.Zero, Ulps = 0,
            };
        }
    }

    private static IEnumerable<OpCase> Indexers()
    {
        yield return OpCase.Composed("Item", "a range", [Real(["batch", 5])], x => x[0][.., 1..^1], x => Taken(x[0], 1, [1, 2, 3])) with
        {
            Ulps = 0,
        };
        yield return OpCase.Composed(
            "Item", "the last element",
            [Real(["batch", 5])],
            x => x[0][.., ^1],
            x => Nd.Of([x[0].Sizes[0]], i => x[0][i[0], 4])
        ) with
        {
            Ulps = 0,
        };
        yield return OpCase.Composed(
            "Item", "elements and a range",
            [Real([4, "batch", 5, 2])],
            x => x[0][-1, .., 2, ^2..],
            x => Nd.Of([x[0].Sizes[1], 2], i => x[0][3, i[0], 2, i[1]])
        ) with
        {
            Ulps = 0,
        };
    }

    private static IEnumerable<OpCase> Splits()
    {
        (Shape Shape, int Axis, int[] Sizes)[] patterns =
        [
            (["batch", 6], 1, [1, 2, 3]),
            ([5, "batch"], 0, [5]),
            (["batch", 4, 3], -2, [2, 0, 2]),
            (["batch", 4, 3], 2, [1, 1, 1]),
        ];
        foreach (var (shape, axis, sizes) in patterns)
        {
            yield return new(
                typeof(SplitOp), $"{shape} into {string.Join(" ", sizes)} along {axis}",
                [Real(shape)],
                x => [.. x[0].Split(sizes, axis)],
                x => Parts(x[0], axis, sizes))
            {
                Ulps = 0,
            };
        }

        yield return new(
            typeof(SplitOp), "by a length that does not come out even",
            [Real(["batch", 7])],
            x => [.. x[0].Split(3, 1)],
            x => Parts(x[0], 1, [3, 3, 1]))
        {
            Ulps = 0,
        };
        yield return new(
            typeof(SplitOp), "a part that is not used",
            [Real(["batch", 6])],
            x => x[0].Split(2, 1)[1] * 2,
            x => Taken(x[0], 1, [2, 3]).Map(v => 2 * v));
        yield return new(typeof(SplitOp), "of int64", [Whole(["batch", 6], 0, 9)], x => [.. x[0].Split(4, 1)], x => Parts(x[0], 1, [4, 2]))
        {
            Gradient = GradientCheck.Zero, Ulps = 0,
        };
        yield return OpCase.Composed(
            "Chunk", "in three",
            [Real(["batch", 7])],
            x => [.. x[0].Chunk(3, 1)],
            x => Parts(x[0], 1, [3, 3, 1])
        ) with
        {
            Ulps = 0,
        };
        yield return OpCase.Composed(
            "Chunk", "in more than there are",
            [Real(["batch", 2])],
            x => [.. x[0].Chunk(5, -1)],
            x => Parts(x[0], 1, [1, 1])
        ) with
        {
            Ulps = 0,
        };
        foreach (var axis in (int[])[0, 1, 2, -1, -3])
        {
            var at = (axis + 3) % 3;
            yield return OpCase.Composed(
                "Stack", $"along {axis}",
                [Real(["batch", 3]), Real(["batch", 3])],
                x => Value.Stack(axis, x),
                x => Nd.Of([.. x[0].Sizes[..at], 2, .. x[0].Sizes[at..]], i => x[i[at]][[.. i[..at], .. i[(at + 1)..]]])
            ) with
            {
                Ulps = 0,
            };
        }

        yield return new(
            typeof(ConcatOp), "a named axis and numbers",
            [Real([2, 3]), Real(["batch", 3]), Real([1, 3])],
            x => Value.Concat(0, x),
            x =>
                Nd.Of(
                    [x[1].Sizes[0] + 3, 3],
                    i =>
                        i[0] < 2 ? x[0][i]
                        : i[0] < x[1].Sizes[0] + 2 ? x[1][i[0] - 2, i[1]]
                        : x[2][0, i[1]]))
        {
            Ulps = 0,
        };
    }

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
