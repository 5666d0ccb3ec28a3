using static OnnxTrain.Tests.Ops.OpInput;

namespace OnnxTrain.Tests.Ops;

/// <summary>Operators that take and put elements where indices say.</summary>
internal static class IndexingCases
{
    public static IEnumerable<OpCase> All() => [.. Elements(), .. Slices()];

    private static IEnumerable<OpCase> Elements()
    {
        (Shape Data, Shape Indices, int Axis)[] patterns =
        [
            (["batch", 5], ["batch", 3], 1),
            (["batch", 5], ["batch", 8], 1),
            ([5, "batch"], [4, "batch"], 0),
            (["batch", 5, 3], ["batch", 4, 2], 1),
            (["batch", 2, 5], ["batch", 2, 5], -1),
            ([5], [3], 0),
            (["batch", 5], ["batch", 0], 1),
        ];
        foreach (var (data, indices, axis) in patterns)
        {
            var at = (axis + data.Rank) % data.Rank;
            yield return new(
                typeof(GatherElementsOp), $"{data} at {indices} along {axis}",
                [Real(data), Whole(indices, -5, 5)],
                x => x[0].GatherElements(x[1], axis),
                x => Gathered(x[0], x[1], at))
            {
                Ulps = 0,
            };
            yield return new(
                typeof(ScatterElementsOp), $"added to {data} at {indices} along {axis}",
                [Real(data), Whole(indices, -5, 5), Real(indices)],
                x => x[0].ScatterElements(x[1], x[2], axis, ScatterReduction.Add),
                x => Scattered(x, at, (a, b) => a + b))
            {
                Ulps = 8,
            };
        }

        yield return new(
            typeof(GatherElementsOp), "of bool",
            [Flags(["batch", 5]), Whole(["batch", 3], -5, 5)],
            x => x[0].GatherElements(x[1], 1),
            x => Gathered(x[0], x[1], 1))
        {
            Gradient = GradientCheck.Zero, Ulps = 0,
        };
        yield return new(
            typeof(ScatterElementsOp), "replacing",
            [Real(["batch", 5]), Distinct(["batch", 3], 5), Real(["batch", 3])],
            x => x[0].ScatterElements(x[1], x[2], 1),
            x => Scattered(x, 1, (_, b) => b))
        {
            Ulps = 0,
        };
        yield return new(
            typeof(ScatterElementsOp), "replacing along the first axis",
            [Real([5, 2]), Values([2, 1], 4, -4) with { Type = ElementType.Int64 }, Real([2, 1])],
            x => x[0].ScatterElements(x[1], x[2], 0),
            x => Scattered(x, 0, (_, b) => b))
        {
            Ulps = 0,
        };
        yield return new(
            typeof(ScatterElementsOp), "of int64, replacing",
            [Whole(["batch", 5], 0, 9), Distinct(["batch", 3], 5), Whole(["batch", 3], 10, 19)],
            x => x[0].ScatterElements(x[1], x[2], 1),
            x => Scattered(x, 1, (_, b) => b))
        {
            Gradient = GradientCheck.Zero, Ulps = 0,
        };
        yield return new(
            typeof(ScatterElementsOp), "of int64, added",
            [Whole(["batch", 5], 0, 9), Whole(["batch", 7], -5, 5), Whole(["batch", 7], 10, 19)],
            x => x[0].ScatterElements(x[1], x[2], 1, ScatterReduction.Add),
            x => Scattered(x, 1, (a, b) => a + b))
        {
            Gradient = GradientCheck.Zero, Ulps = 0,
        };
        yield return OpCase.Composed(
            "TakeAlongAxis", "indices that stretch",
            [Real(["batch", 5, 2]), Whole(["batch", 3, 1], -5, 5)],
            x => x[0].TakeAlongAxis(x[1], 1),
            x => Nd.Of([x[0].Sizes[0], 3, 2], i => x[0][i[0], ((int)x[1][i[0], i[1], 0] + 5) % 5, i[2]])
        ) with
        {
            Ulps = 0,
        };
        yield return OpCase.Composed(
            "TakeAlongAxis", "data that stretch",
            [Real([1, 5]), Whole(["batch", 3], -5, 5)],
            x => x[0].TakeAlongAxis(x[1], -1),
            x => Nd.Of(x[1].Sizes, i => x[0][0, ((int)x[1][i] + 5) % 5])
        ) with
        {
            Ulps = 0,
        };
    }

    private static IEnumerable<OpCase> Slices()
    {
        (Shape Data, Shape Indices)[] patterns =
        [
            ([4, 4, 3], ["batch", 2]),
            ([4, 3], ["batch", 1]),
            ([4, 4], ["batch", 2, 2]),
            ([4], [1]),
            ([4, 4, 2], [2]),
            ([4, "batch"], [3, 1]),
        ];
        foreach (var (data, indices) in patterns)
        {
            yield return new(
                typeof(GatherNDOp), $"{data} at {indices}",
                [Real(data), Whole(indices, -4, 4)],
                x => x[0].GatherND(x[1]),
                x => GatheredNd(x[0], x[1]))
            {
                Ulps = 0,
            };
            Shape updates = [.. indices.SkipLast(1), .. data.Skip((int)indices[indices.Rank - 1].Size)];
            yield return new(
                typeof(ScatterNDOp), $"added to {data} at {indices}",
                [Real(data), Whole(indices, -4, 4), Real(updates)],
                x => x[0].ScatterND(x[1], x[2], ScatterReduction.Add),
                x => ScatteredNd(x, (a, b) => a + b))
            {
                Ulps = 16,
            };
        }

        yield return new(
            typeof(ScatterNDOp), "replacing",
            [Real([4, 3]), Values([2, 1], 3, 0) with { Type = ElementType.Int64 }, Real([2, 3])],
            x => x[0].ScatterND(x[1], x[2]),
            x => ScatteredNd(x, (_, b) => b))
        {
            Ulps = 0,
        };
        yield return new(
            typeof(ScatterNDOp), "replacing elements of a batch",
            [Real(["batch", 2]), Real([3])],
            x =>
                Value
                    .Concat(0, x[0], Value.Zeros([2, 2], x[0].ElementType))
                    .ScatterND(Value.Constant<long>([-1, 0, -2, 1, -1, 1], [3, 2]), x[1]),
            x =>
                Nd.Of(
                    [x[0].Sizes[0] + 2, 2],
                    i =>
                        (i[0] - x[0].Sizes[0], i[1]) switch
                        {
                            (1, 0) => x[1][0],
                            (0, 1) => x[1][1],
                            (1, 1) => x[1][2],
                            (0, 0) => 0,
                            _ => x[0][i],
                        }))
        {
            Ulps = 0,
        };
        yield return new(
            typeof(GatherNDOp), "each row of the batch by itself",
            [Real(["batch", 4, 3]), Whole(["batch", 2, 1], -4, 4)],
            x => x[0].GatherND(x[1], batchAxes: 1),
            x => Nd.Of([x[0].Sizes[0], 2, 3], i => x[0][i[0], ((int)x[1][i[0], i[1], 0] + 4) % 4, i[2]]))
        {
            Ulps = 0,
        };
        yield return new(
            typeof(GatherNDOp), "of int64",
            [Whole([4, 2], 0, 9), Whole(["batch", 2], -2, 2)],
            x => x[0].GatherND(x[1]),
            x => GatheredNd(x[0], x[1]))
        {
            Gradient = GradientCheck.Zero, Ulps = 0,
        };
    }

    /// <summary>Indices of the last axis that differ from each other: 2, 0, 3 and so on.</summary>
    private static OpInput Distinct(Shape shape, int length) =>
        new(ElementType.Int64, shape, (_, i) => ((2 * (i % (int)shape[shape.Rank - 1].Size)) + 2) % length);

    private static Nd Gathered(Nd x, Nd indices, int axis) => Nd.Of(indices.Sizes, i => x.Items[Place(x, i, (int)indices[i], axis)]);

    private static Nd Scattered(Nd[] x, int axis, Func<double, double, double> join)
    {
        var y = (double[])x[0].Items.Clone();
        _ = Nd.Of(x[1].Sizes, i =>
        {
            var place = Place(x[0], i, (int)x[1][i], axis);
            return y[place] = join(y[place], x[2][i]);
        });
        return new(x[0].Sizes, y);
    }

    private static int Place(Nd x, int[] i, int index, int axis) =>
        Nd.Flat(Nd.With(i, axis, index < 0 ? index + x.Sizes[axis] : index), x.Sizes);

    private static Nd GatheredNd(Nd x, Nd indices)
    {
        int[] rows = indices.Sizes[..^1];
        return Nd.Of(
            [.. rows, .. x.Sizes[indices.Sizes[^1]..]],
            i => x.Items[Nd.Flat([.. Vector(x, indices, i[..rows.Length]), .. i[rows.Length..]], x.Sizes)]);
    }

    private static Nd ScatteredNd(Nd[] x, Func<double, double, double> join)
    {
        var (y, rows) = ((double[])x[0].Items.Clone(), x[1].Sizes.Length - 1);
        _ = Nd.Of(x[2].Sizes, i =>
        {
            var place = Nd.Flat([.. Vector(x[0], x[1], i[..rows]), .. i[rows..]], x[0].Sizes);
            return y[place] = join(y[place], x[2].Items[Nd.Flat(i, x[2].Sizes)]);
        });
        return new(x[0].Sizes, y);
    }

    private static IEnumerable<int> Vector(Nd x, Nd indices, int[] row) =>
        Enumerable
            .Range(0, indices.Sizes[^1])
            .Select(d =>
                (int)indices.Items[Nd.Flat([.. row, d], indices.Sizes)] is < 0 and var index
                    ? index + x.Sizes[d]
                    : (int)indices.Items[Nd.Flat([.. row, d], indices.Sizes)]);
}
