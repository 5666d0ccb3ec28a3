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
