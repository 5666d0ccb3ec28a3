using static OnnxTrain.Tests.Ops.OpInput;

namespace OnnxTrain.Tests.Ops;

/// <summary>Truth values and the tests that yield them.</summary>
internal static class LogicCases
{
    private static readonly double[] Special =
    [
        0, -0.0, 1, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 3e38, -3e38, 1e-40,
    ];

    public static IEnumerable<OpCase> All()
    {
        (Type Op, Func<Value, Value, Value> Build, Func<Value, Value, Value> Sign, Func<bool, bool, bool> F)[] functions =
        [
            (typeof(AndOp), (a, b) => a.And(b), (a, b) => a & b, (a, b) => a && b),
            (typeof(OrOp), (a, b) => a.Or(b), (a, b) => a | b, (a, b) => a || b),
            (typeof(XorOp), (a, b) => a.Xor(b), (a, b) => a ^ b, (a, b) => a != b),
        ];
        foreach (var (op, build, sign, f) in functions)
        {
            foreach (
                var (note, a, b) in ((string, Shape, Shape)[])
                    [
                        ("same shape", ["batch", 4], ["batch", 4]),
                        ("a row", ["batch", 4], [4]),
                        ("both stretch", ["batch", 1], [5]),
                        ("scalars", [], []),
                        ("over a tile", [3, 1025], [1025]),
                    ])
                yield return Exact(
                    new(op, note, [Flags(a), Flags(b)], x => build(x[0], x[1]), x => Nd.Zip(x[0], x[1], (p, q) => f(p != 0, q != 0))));
            yield return Exact(
                new(
                    op, "of comparisons",
                    [Real(["batch", 2000]), Real([2000])],
                    x => sign(x[0] > 0, x[0] < x[1]),
                    x => Nd.Zip(x[0], x[1], (p, q) => f(p > 0, p < q))));
        }

        foreach (var shape in (Shape[])[["batch", 4], [], [1500]])
            yield return Exact(new(typeof(NotOp), $"{shape}", [Flags(shape)], x => !x[0], x => x[0].Map(v => 1 - v)));
        yield return Exact(
            new(typeof(NotOp), "twice, of a comparison", [Real(["batch", 5])], x => (!(x[0] > 0)).Not(), x => x[0].Map(v => v > 0 ? 1 : 0))
        );
        foreach (
            var (note, a, b) in ((string, Shape, Shape)[])
                [
                    ("same shape", ["batch", 4], ["batch", 4]),
                    ("both stretch", ["batch", 1, 3], [5, 1]),
                    ("scalars", [], []),
                    ("over a tile", [3, 1025], [1025]),
                ])
            yield return Exact(
                new(
                    typeof(NotEqualOp), note,
                    [Values(a, 1, 2, 3, 2), Values(b, 2, 3, 1)],
                    x => x[0].NotEqualTo(x[1]),
                    x => Nd.Zip(x[0], x[1], (p, q) => p != q)));
        yield return Exact(
            new(
                typeof(NotEqualOp), "NaN, infinity, zeros",
                [Values([9], Special)],
                x => x[0].NotEqualTo(0),
                x => x[0].Map(v => v != 0 ? 1 : 0)));
        yield return Exact(
            new(
                typeof(NotEqualOp), "NaN and itself",
                [Values([40], Special)],
                x => x[0].NotEqualTo(x[0]),
                x => x[0].Map(v => double.IsNaN(v) ? 1 : 0)));
        yield return Exact(
            OpCase.Composed(
                "IsInfinite", "special numbers",
                [Values(["batch", 9], Special)],
                x => x[0].IsInfinite(),
                x => x[0].Map(v => double.IsInfinity(v) ? 1 : 0)));
        yield return Exact(
            OpCase.Composed(
                "IsFinite", "special numbers",
                [Values(["batch", 9], Special)],
                x => x[0].IsFinite(),
                x => x[0].Map(v => double.IsFinite(v) ? 1 : 0)));

        foreach (
            var (shape, axes) in ((Shape, int[])[])
                [
                    (["batch", 3, 4], []),
                    (["batch", 3, 4], [0]),
                    (["batch", 3, 2], [1]),
                    (["batch", 3, 2], [-1]),
                    (["batch", 2, 2], [0, 2]),
                    ([3, 0], [1]),
                    ([40, 900], [1]),
                ])
        {
            foreach (var keep in (bool[])[false, true])
            {
                int[] counted = [.. axes.Select(axis => axis < 0 ? axis + shape.Rank : axis)];
                var note = $"{shape} over [{string.Join(", ", axes)}]{(keep ? ", axes kept" : "")}";
                yield return Exact(
                    OpCase.Composed(
                        "Any", note,
                        [Sparse(shape, 1)],
                        x => x[0].Any(keep, axes),
                        x => x[0].Reduce(counted, keep, v => v.Any(e => e != 0) ? 1 : 0)));
                yield return Exact(
                    OpCase.Composed(
                        "All", note,
                        [Sparse(shape, 3)],
                        x => x[0].All(keep, axes),
                        x => x[0].Reduce(counted, keep, v => v.All(e => e != 0) ? 1 : 0)));
            }
        }
    }

    /// <summary>Truth values of which <paramref name="of4"/> in four hold.</summary>
    private static OpInput Sparse(Shape shape, int of4) => new(ElementType.Bool, shape, (random, _) => random.Next(4) < of4 ? 1 : 0);

    private static OpCase Exact(OpCase row) => row with { Ulps = 0, Gradient = GradientCheck.Zero };
}
