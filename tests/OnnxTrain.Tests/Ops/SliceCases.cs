using static OnnxTrain.Tests.Ops.OpInput;

namespace OnnxTrain.Tests.Ops;

/// <summary>Slices, indexers, splits and stacks.</summary>
internal static class SliceCases
{
    public static IEnumerable<OpCase> All() => [.. Slices(), .. Indexers(), .. Splits()];

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

    private static int[] Python(int n, long? start, long? end, long step)
    {
        var (from, to) = (start ?? (step > 0 ? 0 : n - 1), end ?? (step > 0 ? n : -1));
        if (start < 0)
            from += n;
        if (end < 0)
            to += n;
        List<int> places = [];
        for (var at = from; step > 0 ? at < to : at > to; at += step)
            places.Add((int)at);
        return [.. places];
    }

    private static Nd Taken(Nd x, int axis, int[] places) =>
        Nd.Of(Nd.With(x.Sizes, axis, places.Length), i => x[Nd.With(i, axis, places[i[axis]])]);

    private static Nd[] Parts(Nd x, int axis, int[] sizes)
    {
        var (at, first) = ((axis + x.Sizes.Length) % x.Sizes.Length, 0);
        return [.. sizes.Select(size => Taken(x, at, [.. Enumerable.Range((first += size) - size, size)]))];
    }
}
