using static OnnxTrain.Tests.Ops.OpInput;

namespace OnnxTrain.Tests.Ops;

/// <summary>The best elements, and all in order.</summary>
internal static class OrderingCases
{
    public static IEnumerable<OpCase> All()
    {
        (Shape Shape, int Axis)[] patterns =
        [
            (["batch", 5], 1),
            (["batch", 3, 4], -1),
            (["batch", 3, 4], 1),
            ([6, "batch"], 0),
            ([7], 0),
            ([3, 700], 1),
            (["batch", 1], 1),
        ];
        foreach (var (shape, axis) in patterns)
        {
            var length = (int)shape[(axis + shape.Rank) % shape.Rank].Size;
            foreach (var largest in (bool[])[true, false])
            {
                var note = $"{shape} along {axis}{(largest ? "" : ", smallest")}";
                foreach (var k in ((int[])[1, (length + 1) / 2]).Distinct())
                    yield return new(
                        typeof(TopKOp), $"{k} of {note}",
                        [Apart(shape)],
                        x => Both(x[0].TopK(k, axis, largest)),
                        x => Ordered(x[0], axis, k, largest))
                    {
                        Ulps = 0,
                    };
                yield return new(
                    typeof(TopKOp), $"sorted, {note}",
                    [Apart(shape)],
                    x => Both(x[0].Sort(axis, largest)),
                    x => Ordered(x[0], axis, length, largest))
                {
                    Ulps = 0,
                };
                yield return new(
                    typeof(TopKOp), $"indices in order, {note}",
                    [Apart(shape)],
                    x => x[0].ArgSort(axis, largest),
                    x => Ordered(x[0], axis, length, largest)[1])
                {
                    Ulps = 0, Gradient = GradientCheck.Zero,
                };
            }
        }

        foreach (var largest in (bool[])[true, false])
        {
            yield return new(
                typeof(TopKOp), $"equals, the first first{(largest ? "" : ", smallest")}",
                [Values(["batch", 300], 3, 1, 2, 3, 1, 1, 2, 0, -0.0, 2)],
                x => Both(x[0].TopK(77, 1, largest)),
                x => Ordered(x[0], 1, 77, largest))
            {
                Ulps = 0, Gradient = GradientCheck.None,
            };
            yield return new(
                typeof(TopKOp), $"sorted along a named axis{(largest ? ", falling" : "")}",
                [Apart(["batch", 3])],
                x => Both(x[0].Sort(0, largest)),
                x => Ordered(x[0], 0, x[0].Sizes[0], largest))
            {
                Ulps = 0,
            };
            foreach (var type in (ElementType[])[ElementType.Int32, ElementType.Int64])
                yield return new(
                    typeof(TopKOp), $"{type.Text()}{(largest ? "" : ", smallest")}",
                    [Whole(["batch", 9], -4, 5, type)],
                    x => Both(x[0].TopK(5, 1, largest)),
                    x => Ordered(x[0], 1, 5, largest))
                {
                    Ulps = 0, Gradient = GradientCheck.Zero,
                };
        }

        // ONNX leaves open where NaN comes.
        yield return new(
            typeof(TopKOp), "NaN is the largest",
            [Values([2, 4], 1, double.NaN, double.PositiveInfinity, -2)],
            x => Both(x[0].Sort(1, true)),
            _ =>
                [
                    new([2, 4], [double.NaN, double.PositiveInfinity, 1, -2, double.NaN, double.PositiveInfinity, 1, -2]),
                    new([2, 4], [1, 2, 0, 3, 1, 2, 0, 3]),
                ])
        {
            Ulps = 0, Gradient = GradientCheck.None, IsExported = false,
        };
        yield return new(
            typeof(TopKOp), "none",
            [Real(["batch", 4])],
            x => Both(x[0].TopK(0)),
            x => [new([x[0].Sizes[0], 0], []), new([x[0].Sizes[0], 0], [])])
        {
            Ulps = 0, IsExported = false,
        };
    }

    /// <summary>Numbers of which no two are close, so that small steps do not change their order.</summary>
    private static OpInput Apart(Shape shape) => new(null, shape, (_, i) => (((i * 7919) % 10007) / 1000.0) - 5);

    private static Value[] Both((Value Values, Value Indices) pair) => [pair.Values, pair.Indices];

    private static Nd[] Ordered(Nd x, int axis, int k, bool largest)
    {
        var at = (axis + x.Sizes.Length) % x.Sizes.Length;
        var sizes = Nd.With(x.Sizes, at, k);
        return [Nd.Of(sizes, i => Element(i).Value), Nd.Of(sizes, i => Element(i).Index)];

        (double Value, int Index) Element(int[] i)
        {
            var lane = Enumerable.Range(0, x.Sizes[at]).Select(j => (Value: x.Items[Nd.Flat(Nd.With(i, at, j), x.Sizes)], Index: j));
            return (largest ? lane.OrderByDescending(e => e.Value) : lane.OrderBy(e => e.Value)).ElementAt(i[at]);
        }
    }
}
