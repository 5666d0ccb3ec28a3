using static OnnxTrain.Tests.Ops.OpInput;

namespace OnnxTrain.Tests.Ops;

/// <summary>Operators that move elements.</summary>
internal static class DataCases
{
    public static IEnumerable<OpCase> All() => [.. Shapes(), .. Transposes(), .. Parts(), .. Packs()];

    private static IEnumerable<OpCase> Shapes()
    {
        (string Note, Shape From, Shape To)[] reshapes =
        [
            ("axes joined", ["batch", 2, 3], ["batch", 6]), ("an axis split", ["batch", 6], ["batch", 3, 2]),
            ("an axis of one", ["batch", 3], ["batch", 1, 3]), ("all fixed", [2, 6], [3, 4]),
            ("a scalar to a vector", [], [1]), ("a vector to a scalar", [1], []), ("the named axis moved", ["batch", 1, 3], [3, "batch"]),
        ];
        foreach (var (note, from, to) in reshapes)
            yield return new(typeof(ReshapeOp), note, [Real(from)], x => x[0].Reshape(to) * 1, x => new(Sizes(to, x[0].Sizes), x[0].Items))
            {
                Ulps = 0,
            };
        yield return new(
            typeof(ReshapeOp), "of int64",
            [Whole(["batch", 4], 0, 9)],
            x => x[0].Reshape(["batch", 2, 2]),
            x => new([x[0].Sizes[0], 2, 2], x[0].Items))
        {
            Gradient = GradientCheck.Zero, Ulps = 0,
        };

        foreach (
            var shape in (Shape[])
                [
                    ["batch", 3],
                    [],
                ])
            yield return new(typeof(StopGradientOp), $"{shape}", [Real(shape)], x => x[0].StopGradient(), x => x[0])
            {
                Gradient = GradientCheck.Zero, Ulps = 0,
            };
        yield return new(
            typeof(StopGradientOp), "a value less itself",
            [Real(["batch", 3])],
            x => (x[0] - x[0].StopGradient()) * 3,
            x => Nd.Of(x[0].Sizes, _ => 0))
        {
            Gradient = GradientCheck.None, Ulps = 0,
        };

        (string Note, Shape From, Shape To)[] expansions =
        [
            ("a scalar", [], ["batch", 3]),
            ("a row", [3], ["batch", 3]),
            ("a column", ["batch", 1], ["batch", 4]),
            ("the middle", ["batch", 1, 3], ["batch", 5, 3]),
            ("nothing but new axes of one", [3], [1, 1, 3]),
            ("over a tile", [3, 1], [3, 1025]),
            ("a scalar to a scalar of one axis", [], [1]),
        ];
        foreach (var (note, from, to) in expansions)
            yield return new(typeof(ExpandOp), note, [Real(from), Real(to)], x => x[0].Expand(to), x => Nd.Of(x[1].Sizes, i => x[0][i]))
            {
                Ulps = 0,
            };
        yield return new(
            typeof(ExpandOp), "like another value",
            [Real([3]), Real(["batch", 3])],
            x => x[0].Expand(x[1].Shape) + x[1],
            x => Nd.Zip(x[0], x[1], (a, b) => a + b));
    }

    private static IEnumerable<OpCase> Transposes()
    {
        (Shape Shape, int[] Order)[] patterns =
        [
            (["batch", 3], [1, 0]),
            (["batch", 3, 4], [2, 1, 0]),
            (["batch", 3, 4], [0, 2, 1]),
            (["batch", 3, 4], [1, 0, 2]),
            (["batch", 3, 4], [0, 1, 2]),
            ([2, 3, "batch", 2], [0, 2, 1, 3]),
            ([2, 3, "batch", 2], [3, 1, 2, 0]),
            ([5], [0]),
            ([67, 513], [1, 0]),
        ];
        foreach (var (shape, order) in patterns)
        {
            yield return new(
                typeof(TransposeOp), $"{shape} to [{string.Join(", ", order)}]",
                [Real(shape)],
                x => x[0].Transpose(order),
                x =>
                    Nd.Of(
                        [.. order.Select(axis => x[0].Sizes[axis])],
                        i => x[0][[.. Enumerable.Range(0, order.Length).Select(axis => i[Array.IndexOf(order, axis)])]]))
            {
                Ulps = 0,
            };
        }

        yield return new(
            typeof(TransposeOp), "the order turned round",
            [Flags(["batch", 3])],
            x => x[0].Transpose(),
            x => Nd.Of([3, x[0].Sizes[0]], i => x[0][i[1], i[0]]))
        {
            Gradient = GradientCheck.Zero, Ulps = 0,
        };
        yield return new(typeof(TransposeOp), "a scalar", [Real([])], x => x[0].Transpose(), x => x[0]) { Ulps = 0 };
    }

    private static IEnumerable<OpCase> Parts()
    {
        (Shape Shape, int Axis, long Start, long End)[] slices =
        [
            (["batch", 5], 1, 1, 4),
            ([5, "batch"], 0, 2, 5),
            (["batch", 4, 3], 1, 0, 1),
            (["batch", 4, 3], -1, 2, 3),
            ([6], 0, 0, 6),
            (["batch", 5], 1, 3, 3),
        ];
        foreach (var (shape, axis, start, end) in slices)
        {
            yield return new(typeof(SliceOp), $"{shape}, axis {axis}, {start} … {end}", [Real(shape)], x => x[0].Slice(axis, start, end),
                x => Nd.Of(With(x[0].Sizes, axis, (int)(end - start)), i => x[0][Shift(i, axis, (int)start)])) { Ulps = 0 };
        }

        (Shape Shape, int Axis, long Before, long After)[] pads =
        [
            (["batch", 3], 1, 1, 2),
            ([3, "batch"], 0, 2, 0),
            (["batch", 2, 3], 1, 0, 1),
            ([4], 0, 0, 0),
        ];
        foreach (var (shape, axis, before, after) in pads)
        {
            yield return new(
                typeof(PadOp), $"{shape}, axis {axis}, {before} and {after}",
                [Real(shape)],
                x => new PadOp(axis, before, after).Of(x[0]),
                x =>
                    Nd.Of(
                        With(x[0].Sizes, axis, (int)(before + after) + x[0].Sizes[axis]),
                        i => i[axis] >= before && i[axis] < before + x[0].Sizes[axis] ? x[0][Shift(i, axis, (int)-before)] : 0))
            {
                Ulps = 0,
            };
        }

        (Shape[] Shapes, int Axis)[] joins =
        [
            (
                [
                    ["batch", 2],
                    ["batch", 3],
                ], 1),
            (
                [
                    [2, "batch"],
                    [1, "batch"],
                    [3, "batch"],
                ], 0),
            (
                [
                    ["batch", 2, 3],
                    ["batch", 1, 3],
                ], 1),
            (
                [
                    ["batch", 2, 3],
                    ["batch", 2, 1],
                ], -1),
            (
                [
                    [2],
                    [0],
                    [3],
                ], 0),
        ];
        foreach (var (shapes, axis) in joins)
        {
            yield return new(
                typeof(ConcatOp),
                $"{string.Join(" ", shapes.Select(s => s))} along {axis}",
                [.. shapes.Select(s => Real(s))],
                x => Value.Concat(axis, x),
                x => Join(x, (axis + x[0].Sizes.Length) % x[0].Sizes.Length))
            {
                Ulps = 0,
            };
        }

        yield return new(
            typeof(ConcatOp), "a value with itself",
            [Real(["batch", 2])],
            x => Value.Concat(1, x[0], x[0]),
            x => Join([x[0], x[0]], 1))
        {
            Ulps = 0,
        };
        yield return new(
            typeof(ConcatOp), "of int64",
            [Whole(["batch", 2], 0, 9), Whole(["batch", 1], 0, 9)],
            x => Value.Concat(1, x),
            x => Join(x, 1))
        {
            Gradient = GradientCheck.Zero, Ulps = 0,
        };
    }

    private static IEnumerable<OpCase> Packs()
    {
        yield return new(
            typeof(PackOp), "with gaps",
            [Real([3]), Real([2, 2])],
            x => new PackOp([1, 8], 16).Of(x[0], x[1]),
            x => Packed(x, [1, 8], 16))
        {
            Ulps = 0,
        };
        yield return new(
            typeof(PackOp), "written by the producers",
            [Real([3]), Real([2, 2])],
            x => new PackOp([0, 4], 8).Of(x[0] * 2, (x[1] + x[1]).Reshape([4])),
            x => Packed([x[0].Map(v => 2 * v), x[1].Map(v => 2 * v)], [0, 4], 8));
        yield return new(
            typeof(PackOp), "one value in two places",
            [Real([3])],
            x =>
            {
                var y = x[0] * 2;
                return new PackOp([0, 4], 8).Of(y, y);
            },
            x => Packed([x[0].Map(v => 2 * v), x[0].Map(v => 2 * v)], [0, 4], 8));
        yield return new(
            typeof(PackOp), "a value and a view of it",
            [Real([4])],
            x =>
            {
                var y = x[0] * 2;
                return new PackOp([0, 4], 8).Of(y, y.Reshape([2, 2]));
            },
            x => Packed([x[0].Map(v => 2 * v), x[0].Map(v => 2 * v)], [0, 4], 8));
        yield return new(
            typeof(PackOp), "a value that is used elsewhere too",
            [Real([4])],
            x =>
            {
                var y = x[0] * 2;
                return [new PackOp([0], 4).Of(y), y.Exp(), new PackOp([2], 8).Of(y)];
            },
            x => [x[0].Map(v => 2 * v), x[0].Map(v => Math.Exp(2 * v)), Packed([x[0].Map(v => 2 * v)], [2], 8)])
        {
            Ulps = 4,
        };
    }

    private static int[] Sizes(Shape shape, int[] from) => [.. shape.Select(d => d.IsFixed ? (int)d.Size : from[0])];

    private static int[] With(int[] sizes, int axis, int size) => Nd.With(sizes, (axis + sizes.Length) % sizes.Length, size);

    private static int[] Shift(int[] index, int axis, int by)
    {
        var at = (axis + index.Length) % index.Length;
        return Nd.With(index, at, index[at] + by);
    }

    private static Nd Join(Nd[] parts, int axis)
    {
        return Nd.Of(Nd.With(parts[0].Sizes, axis, parts.Sum(p => p.Sizes[axis])), i =>
        {
            var (at, part) = (i[axis], 0);
            while (at >= parts[part].Sizes[axis]) at -= parts[part++].Sizes[axis];
            return parts[part].Items[Nd.Flat(Nd.With(i, axis, at), parts[part].Sizes)];
        });
    }

    private static Nd Packed(Nd[] parts, int[] offsets, int length)
    {
        var block = new double[length];
        for (var i = 0; i < parts.Length; i++) parts[i].Items.CopyTo(block, offsets[i]);
        return new([length], block);
    }
}
