using static OnnxTrain.Tests.Ops.OpInput;

namespace OnnxTrain.Tests.Ops;

/// <summary>Rows taken from a table, added to one, and numbers for words.</summary>
internal static class LookupCases
{
    public static IEnumerable<OpCase> All() => [.. Lookups()];

    private static IEnumerable<OpCase> Lookups()
    {
        (Shape Table, Shape Indices, int Axis)[] patterns =
        [
            ([5, 3], ["batch"], 0),
            ([5, 3], ["batch", 2], 0),
            ([5], ["batch"], 0),
            ([5, 3], [], 0),
            (["batch", 5], [4], 1),
            (["batch", 5, 2], [4], 1),
            (["batch", 5, 2], [2, 3], 1),
            (["batch", 2, 5], [3], 2),
            (["batch", 2, 5], [2, 2], 2),
            (["batch", 5], [], 1),
            (["batch", 2, 5], [2, 2], -1),
        ];
        foreach (var (table, indices, axis) in patterns)
        {
            var at = (axis + table.Rank) % table.Rank;
            yield return new(
                typeof(GatherOp), $"{table} at {indices} along {axis}",
                [Real(table), Whole(indices, -5, 5)],
                x => x[0].Gather(x[1], axis),
                x => Gather(x[0], x[1], at))
            {
                Ulps = 0,
            };
        }

        yield return new(typeof(GatherOp), "of words", [Words([3], "a", "b", "ü"), Whole(["batch"], 0, 3)], x => x[0].Gather(x[1]),
            x => new(x[1].Sizes, []) { Words = [.. x[1].Items.Select(i => x[0].Words[(int)i])] }) { Gradient = GradientCheck.None };

        (Shape Rows, Shape Indices)[] scatters =
        [
            (["batch", 3], ["batch"]),
            (["batch", 2, 3], ["batch", 2]),
            (["batch"], ["batch"]),
            ([3], []),
        ];
        foreach (var (rows, indices) in scatters)
            yield return new(
                typeof(ScatterAddOp), $"{rows} at {indices}",
                [Real(rows), Whole(indices, -4, 4)],
                x => new ScatterAddOp(4).Of(x[0], x[1]),
                x => Scatter(x[0], x[1], 4))
            {
                Ulps = 4,
            };

        yield return new(
            typeof(EmbeddingBagOp), "some weights 0",
            [Real([5, 3]), Whole(["batch", 4], -5, 5), Real(["batch", 4]), Flags(["batch", 4])],
            x => x[0].EmbeddingBag(x[1], x[2] * x[3].Cast(x[2].ElementType)),
            x => Bag(x[0], x[1], Nd.Of(x[2].Sizes, i => x[2][i] * x[3][i])))
        {
            Ulps = 8,
        };
        yield return new(
            typeof(EmbeddingBagGradientOp), "several rows at one index",
            [Real(["batch", 3]), Whole(["batch", 4], -5, 5), Real(["batch", 4])],
            x => new EmbeddingBagGradientOp(5).Of(x),
            x => Nd.Of([5, 3], i => Enumerable.Range(0, x[0].Sizes[0]).Sum(row => x[0][row, i[1]] * Enumerable.Range(0, 4)
                .Where(k => (x[1][row, k] + 5) % 5 == i[0]).Sum(k => x[2][row, k]))))
        {
            Ulps = 16,
        };

        foreach (
            var shape in (Shape[])
                [
                    ["batch"],
                    ["batch", 3],
                    [],
                ])
            yield return new(
                typeof(OneHotOp), $"{shape}, some out of range",
                [Whole(shape, -6, 7)],
                x => x[0].OneHot(4),
                x =>
                    Nd.Of(
                        [.. x[0].Sizes, 4],
                        i =>
                        {
                            var k = x[0][i[..^1]];
                            return k == i[^1] || k + 4 == i[^1] ? 1 : 0;
                        }))
            {
                Gradient = GradientCheck.Zero, Ulps = 0,
            };

        yield return new(
            typeof(LabelEncoderOp), "known and unknown words",
            [Words(["batch", 4], "red", "blue", "Red", "", "grün")],
            x => x[0].LabelEncode(["blue", "red", "grün"]),
            x =>
                new(
                    x[0].Sizes,
                    [
                        .. x[0]
                            .Words.Select(w =>
                                w switch
                                {
                                    "blue" => 0.0,
                                    "red" => 1,
                                    "grün" => 2,
                                    _ => 3,
                                }),
                    ]))
        {
            Gradient = GradientCheck.None, Ulps = 0,
        };
    }

    private static Nd Bag(Nd table, Nd indices, Nd weights) => Nd.Of([indices.Sizes[0], table.Sizes[1]], i =>
        Enumerable.Range(0, indices.Sizes[1]).Sum(k => weights[i[0], k] * table[((int)indices[i[0], k] + 5) % 5, i[1]]));

    private static Nd Gather(Nd table, Nd indices, int axis)
    {
        var (rank, length) = (indices.Sizes.Length, table.Sizes[axis]);
        return Nd.Of([.. table.Sizes[..axis], .. indices.Sizes, .. table.Sizes[(axis + 1)..]], i =>
        {
            var index = (int)indices[i[axis..(axis + rank)]];
            return table[[.. i[..axis], index < 0 ? index + length : index, .. i[(axis + rank)..]]];
        });
    }

    private static Nd Scatter(Nd rows, Nd indices, int length)
    {
        var inner = rows.Sizes[indices.Sizes.Length..].Aggregate(1, (p, s) => p * s);
        var sum = new double[length * inner];
        for (var i = 0; i < rows.Items.Length; i++)
        {
            var index = (int)indices.Items[i / inner];
            sum[((index < 0 ? index + length : index) * inner) + (i % inner)] += rows.Items[i];
        }

        return new([length, .. rows.Sizes[indices.Sizes.Length..]], sum);
    }
}
